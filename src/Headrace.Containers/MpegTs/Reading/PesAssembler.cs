using System.Buffers.Binary;
using Headrace.Containers.MpegTs.Muxing;

namespace Headrace.Containers.MpegTs.Reading;

/// <summary>
/// Puts the PES packets of one stream together. One with a length ends with its last byte, one without where the next begins. Holds at most one.
/// </summary>
internal sealed class PesAssembler(TsProgramStream stream, PesBudget budget)
{
    private const int FirstCapacity = 4096;

    /// <summary>A buffer above this is given back after its packet: the next one is most likely shorter.</summary>
    private const int KeptCapacity = 1024 * 1024;

    private const int FixedHeader = 9;
    private byte[] _bytes = [];
    private int _length;
    private int _wanted;
    private bool _isOpen;
    private bool _isRandomAccess;
    private bool _isDamaged;

    public TsProgramStream Stream { get; set; } = stream;

    /// <summary>Packets of the stream are missing.</summary>
    public void NoteLoss() => _isDamaged = true;

    /// <summary>Takes the payload of a packet.</summary>
    public void Add(ReadOnlySpan<byte> payload, in TsPacketHeader header, ITsReaderSink sink)
    {
        if (header.IsUnitStart)
        {
            Complete(sink);
            (_isOpen, _isRandomAccess) = (true, header.IsRandomAccess);
        }

        if (!_isOpen) return;
        if (!TryAppend(payload))
        {
            sink.OnFault(TsFault.PesTooLong, Stream.Pid);
            Drop();
            return;
        }

        if (_wanted == 0 && _length >= PesHeader.PrefixLength) ReadLength();
        if (_wanted <= 0 || _length < _wanted) return;
        if (_length > _wanted)
        {
            sink.OnFault(TsFault.PesLength, Stream.Pid);
            _length = _wanted;
        }

        Emit(sink);
    }

    /// <summary>Ends what is open: the next one begins, or nothing comes any more.</summary>
    public void Complete(ITsReaderSink sink)
    {
        if (!_isOpen) return;
        if (_wanted > 0 || _length < FixedHeader)
        {
            sink.OnFault(TsFault.PesLength, Stream.Pid);
            _isDamaged = true;
        }

        Emit(sink);
    }

    /// <summary>Forgets what is open and gives its memory back.</summary>
    public void Clear()
    {
        Drop();
        budget.Used -= _bytes.Length;
        _bytes = [];
    }

    private void Drop()
    {
        (_isOpen, _isDamaged, _length, _wanted) = (false, true, 0, 0);
        if (_bytes.Length <= KeptCapacity) return;
        budget.Used -= _bytes.Length;
        _bytes = [];
    }

    private bool TryAppend(ReadOnlySpan<byte> payload)
    {
        int needed = _length + payload.Length;
        if (needed > TsReader.MaxPesLength) return false;
        if (needed > _bytes.Length)
        {
            int capacity = Math.Max(Math.Max(FirstCapacity, needed), Math.Min(_bytes.Length * 2, TsReader.MaxPesLength));
            if (budget.Used + capacity - _bytes.Length > PesBudget.Greatest) return false;
            budget.Used += capacity - _bytes.Length;
            Array.Resize(ref _bytes, capacity);
        }

        payload.CopyTo(_bytes.AsSpan(_length));
        _length = needed;
        return true;
    }

    private void ReadLength()
    {
        int length = BinaryPrimitives.ReadUInt16BigEndian(_bytes.AsSpan(4));
        _wanted = length == 0 ? -1 : PesHeader.PrefixLength + length;
    }

    private void Emit(ITsReaderSink sink)
    {
        ReadOnlySpan<byte> bytes = _bytes.AsSpan(0, _length);
        if (TryReadHeader(bytes, out int header, out long? presentation, out long? decode))
        {
            sink.OnPes(new PesPacket
            {
                Stream = Stream,
                PresentationTime = presentation,
                DecodeTime = decode ?? presentation,
                IsRandomAccess = _isRandomAccess,
                IsDamaged = _isDamaged,
                Payload = bytes[header..],
            });
        }
        else
        {
            sink.OnFault(TsFault.BadPesHeader, Stream.Pid);
        }

        Drop();
        _isDamaged = false;
    }

    private static bool TryReadHeader(ReadOnlySpan<byte> bytes, out int length, out long? presentation, out long? decode)
    {
        (length, presentation, decode) = (0, null, null);
        if (bytes.Length < FixedHeader || !bytes.StartsWith<byte>([0, 0, 1]) || bytes[6] >> 6 != 2) return false;
        length = FixedHeader + bytes[8];
        int flags = bytes[7] >> 6;
        int stamps = flags switch { 0 => 0, 2 => TsTimestamp.Length, 3 => 2 * TsTimestamp.Length, _ => int.MaxValue };
        if (length > bytes.Length || stamps > bytes[8]) return false;
        if (stamps == 0) return true;
        if (!TsTimestamp.TryRead(bytes[FixedHeader..], out long first)) return false;
        presentation = first;
        if (flags != 3) return true;
        if (!TsTimestamp.TryRead(bytes[(FixedHeader + TsTimestamp.Length)..], out long second)) return false;
        decode = second;
        return true;
    }
}
