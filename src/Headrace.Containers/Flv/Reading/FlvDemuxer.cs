using System.Buffers.Binary;
using Headrace.Media.Buffers;
using Headrace.Media.Timing;

namespace Headrace.Containers.Flv.Reading;

/// <summary>
/// Makes units of FLV that comes in pieces of any size. Behind damage it goes on at the next bytes that look like a tag and have its length behind them. Opens nothing and reads no
/// clock; bad input is told and counted, and never throws. Not thread-safe.
/// </summary>
public sealed class FlvDemuxer : IDisposable
{
    /// <summary>Greatest length of the body of a tag at which reading goes on behind damage, in bytes: so much is awaited to know whether it is one.</summary>
    public const int MaxTagLengthWhileLost = 1024 * 1024;

    private const int FileHeaderLength = 9;
    private const int MaxFileHeaderLength = 64;
    private const int LengthBehind = sizeof(uint);

    private readonly IFlvSink _sink;
    private readonly FlvMessageReader _messages;
    private readonly MediaBufferWriter _rest;
    private bool _hasHeader;
    private bool _isLost;

    /// <summary>A demuxer at the beginning of a stream.</summary>
    /// <param name="sink">Who takes the units.</param>
    /// <param name="pool">Where payloads come from.</param>
    public FlvDemuxer(IFlvSink sink, MediaBufferPool pool)
    {
        _sink = sink;
        _messages = new FlvMessageReader(sink, pool);
        _rest = new MediaBufferWriter(pool);
    }

    /// <summary>Tags that were read.</summary>
    public long Tags { get; private set; }

    /// <summary>What reads the tags' bodies.</summary>
    public FlvMessageReader Messages => _messages;

    /// <summary>Takes the next bytes.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="arrival">When they came.</param>
    public void Read(ReadOnlySpan<byte> bytes, MonotonicTime arrival)
    {
        if (_rest.Length == 0)
        {
            ReadOnlySpan<byte> begun = ReadTags(bytes, arrival);
            if (!begun.IsEmpty) _rest.Write(begun);
            return;
        }

        _rest.Write(bytes);
        ReadOnlySpan<byte> left = ReadTags(_rest.Written, arrival);
        if (left.Length == _rest.Length) return;
        left.CopyTo(_rest.Written);
        _rest.Truncate(left.Length);
        if (left.IsEmpty) _rest.Dispose();
    }

    /// <summary>Waits no longer for tracks than it may; some times a second.</summary>
    public void HandleTimeout(MonotonicTime now) => _messages.HandleTimeout(now);

    /// <summary>Nothing comes any more: hands on what is held.</summary>
    public void Complete() => _messages.Complete();

    /// <summary>Gives back what is held.</summary>
    public void Dispose()
    {
        _rest.Dispose();
        _messages.Dispose();
    }

    /// <summary>Reads all whole tags; what is left begins one that is not whole.</summary>
    private ReadOnlySpan<byte> ReadTags(ReadOnlySpan<byte> bytes, MonotonicTime arrival)
    {
        if (!_hasHeader && !TryReadHeader(ref bytes)) return bytes;
        while (FlvTagHeader.TryRead(bytes, out FlvTagHeader tag))
        {
            int whole = FlvTagHeader.Length + tag.BodyLength + LengthBehind;
            bool isTag = tag.IsPlausible && !(_isLost && tag.BodyLength > MaxTagLengthWhileLost);
            if (isTag && bytes.Length < whole) return bytes;
            bool isWhole = isTag && tag.IsConfirmedBy(bytes[(whole - LengthBehind)..]);
            if (isTag && !isWhole && !_isLost)
            {
                // Some muxers write other lengths there; then what follows tells.
                if (bytes.Length < whole + FlvTagHeader.Length) return bytes;
                isWhole = FlvTagHeader.TryRead(bytes[whole..], out FlvTagHeader next) && next.IsPlausible;
            }

            if (!isWhole)
            {
                Lose();
                bytes = Search(bytes[1..]);
                continue;
            }

            _isLost = false;
            Take(tag, bytes.Slice(FlvTagHeader.Length, tag.BodyLength), arrival);
            bytes = bytes[whole..];
        }

        return bytes;
    }

    private bool TryReadHeader(ref ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < FileHeaderLength) return false;
        if (!bytes.StartsWith("FLV"u8))
        {
            // A stream that is joined in its middle.
            _hasHeader = true;
            if (FlvTagHeader.TryRead(bytes, out FlvTagHeader tag) && tag.IsPlausible) return true;
            _sink.OnFault(FlvFault.BadHeader);
            _isLost = true;
            return true;
        }

        uint length = BinaryPrimitives.ReadUInt32BigEndian(bytes[5..]);
        int header = length is >= FileHeaderLength and <= MaxFileHeaderLength ? (int)length : FileHeaderLength;
        if (bytes.Length < header + LengthBehind) return false;
        bytes = bytes[(header + LengthBehind)..];
        _hasHeader = true;
        return true;
    }

    private void Take(in FlvTagHeader tag, ReadOnlySpan<byte> body, MonotonicTime arrival)
    {
        Tags++;
        if (tag.IsEncrypted) _sink.OnFault(FlvFault.Encrypted);
        else _messages.Read(tag.Type, tag.Timestamp, body, arrival);
    }

    private void Lose()
    {
        if (_isLost) return;
        _isLost = true;
        _messages.Lose();
        _sink.OnFault(FlvFault.LostSync);
    }

    /// <summary>Goes to the next bytes that may be the header of a tag.</summary>
    private static ReadOnlySpan<byte> Search(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length >= FlvTagHeader.Length && !(FlvTagHeader.TryRead(bytes, out FlvTagHeader tag) && tag.IsPlausible)) bytes = bytes[1..];
        return bytes;
    }
}
