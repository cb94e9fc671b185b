using System.Buffers.Binary;
using Headrace.Containers.Mp4.Boxes;

namespace Headrace.Containers.Mp4.Reading;

/// <summary>Finds the boxes of the outermost level in bytes that come in pieces of any size. What it holds is bounded by what its sink collects.</summary>
internal sealed class BoxStream(IBoxStreamSink sink)
{
    private const int LongHeader = 16;
    private const int FirstCapacity = 4096;
    private const ulong EndOfFile = long.MaxValue;

    private readonly byte[] _header = new byte[LongHeader];
    private int _headerLength;
    private byte[] _box = [];
    private int _boxLength;
    private BoxUse _use;
    private FourCc _type;
    private long _begin;
    private long _left;
    private bool _isLast;

    /// <summary>Offset of the next byte.</summary>
    public long Position { get; private set; }

    /// <summary>Why no more is read, in one clause; null while all is well.</summary>
    public string? Fault { get; private set; }

    /// <summary>True between two boxes, and in one that goes to the end of the file.</summary>
    public bool IsBetween => (_left == 0 && _headerLength == 0) || _isLast;

    /// <summary>Name of the box that is open.</summary>
    public FourCc Type => _type;

    /// <summary>Takes the next bytes.</summary>
    public void Read(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty && Fault is null)
        {
            if (_left > 0) TakeBody(ref bytes);
            else TakeHeader(ref bytes);
        }
    }

    /// <summary>Another file begins, or what follows stands elsewhere: what was open is dropped, and a box begins at an offset.</summary>
    public void Restart(long offset = 0)
    {
        (_headerLength, _left, _isLast, Position, Fault) = (0, 0, false, offset, null);
        (_box, _boxLength) = ([], 0);
    }

    /// <summary>Reads no more.</summary>
    public void Fail(string fault) => Fault ??= fault;

    // ISO/IEC 14496-12, 4.2.2: size 1 is followed by 64 bits of size, size 0 goes to the end of the file.
    private void TakeHeader(ref ReadOnlySpan<byte> bytes)
    {
        int wanted = _headerLength >= BoxWriter.HeaderSize ? LongHeader : BoxWriter.HeaderSize;
        int count = Math.Min(wanted - _headerLength, bytes.Length);
        bytes[..count].CopyTo(_header.AsSpan(_headerLength));
        _headerLength += count;
        Position += count;
        bytes = bytes[count..];
        if (_headerLength < wanted) return;
        uint size = BinaryPrimitives.ReadUInt32BigEndian(_header);
        _type = new FourCc(_header.AsSpan(4, 4));
        if (size == 1 && wanted < LongHeader) return;
        ulong whole = size == 1 ? BinaryPrimitives.ReadUInt64BigEndian(_header.AsSpan(BoxWriter.HeaderSize)) : size == 0 ? EndOfFile : size;
        Begin(whole);
    }

    private void Begin(ulong size)
    {
        _begin = Position - _headerLength;
        if (size < (ulong)_headerLength || size > long.MaxValue)
        {
            Fail($"its box {_type} at byte {_begin} says that it has {size} bytes");
            return;
        }

        if (_type.ToString().StartsWith("0x", StringComparison.Ordinal))
        {
            Fail($"what stands at byte {_begin} is no box of MP4");
            return;
        }

        _use = sink.OnBox(_type, _begin, (long)size);
        _left = (long)size - _headerLength;
        _isLast = size == EndOfFile;
        if (_use == BoxUse.Collect && Fault is null)
        {
            _box = new byte[Math.Min(FirstCapacity, (int)size)];
            _header.AsSpan(0, _headerLength).CopyTo(_box);
            _boxLength = _headerLength;
        }

        _headerLength = 0;
        if (_left == 0) End();
    }

    private void TakeBody(ref ReadOnlySpan<byte> bytes)
    {
        int count = (int)Math.Min(_left, bytes.Length);
        ReadOnlySpan<byte> taken = bytes[..count];
        if (_use == BoxUse.Pass) sink.OnBytes(Position, taken);
        else if (_use == BoxUse.Collect) Collect(taken);
        Position += count;
        _left -= count;
        bytes = bytes[count..];
        if (_left == 0) End();
    }

    // Grows with what has come, not with what a header promises.
    private void Collect(ReadOnlySpan<byte> bytes)
    {
        long whole = _boxLength + _left;
        if (_boxLength + bytes.Length > _box.Length) Array.Resize(ref _box, (int)Math.Min(whole, Math.Max(2L * _box.Length, _boxLength + bytes.Length)));
        bytes.CopyTo(_box.AsSpan(_boxLength));
        _boxLength += bytes.Length;
    }

    private void End()
    {
        if (_use == BoxUse.Pass) sink.OnBytesEnd();
        if (_use != BoxUse.Collect || Fault is not null) return;
        ReadOnlyMemory<byte> box = _box.AsMemory(0, _boxLength);
        (_box, _boxLength) = ([], 0);
        sink.OnCollected(_type, _begin, box);
    }
}
