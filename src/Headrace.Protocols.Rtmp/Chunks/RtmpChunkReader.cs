using System.Buffers.Binary;

namespace Headrace.Protocols.Rtmp.Chunks;

/// <summary>
/// Reads chunks into messages, for a server and for a client. Messages that lie in one chunk are not copied. Not thread-safe.
/// </summary>
/// <remarks>
/// <code>
///  RTMP 1.0, 5.3.1
/// +----+--------+------------+--------------------------------------+---------------+---------+
/// | 2  | 6 bits | 0 – 2      | 0, 3, 7 or 11 bytes                  | 0 or 4 bytes  | payload |
/// | type, chunk stream       | timestamp, length, type, stream (LE) | extended time |         |
/// +----+--------+------------+--------------------------------------+---------------+---------+
///  type 0: all of it; 1: time since the message before, length, type; 2: time since; 3: as before, or the next part
/// </code>
/// </remarks>
internal sealed class RtmpChunkReader : IDisposable
{
    /// <summary>Size of a peer's chunks before it says anything else (RTMP 1.0, 5.4.1).</summary>
    public const int InitialChunkBytes = 128;

    private const uint Extended = 0xFF_FFFF;

    /// <summary>
    /// The greatest timestamp of a chunk of type 0 that one of type 3 behind it may mean as the time between two messages (5.3.1.2.4): nobody has frames of hours, and some
    /// servers (nginx) mean none at all.
    /// </summary>
    private const uint MaxImpliedDelta = 10_000;

    private static ReadOnlySpan<byte> HeaderBytes => [11, 7, 3, 0];

    private readonly Dictionary<int, ChunkStream> _streams = [];
    private ChunkStream? _current;
    private ChunkStream? _shown;
    private int _chunkLeft;
    private long _held;
    private int _chunkBytes = InitialChunkBytes;

    /// <summary>Bytes of the longest message that is taken.</summary>
    public int MaxMessageBytes { get; set; } = RtmpLimits.MaxCommandBytes;

    /// <summary>Why reading ended.</summary>
    public RtmpFault Fault { get; private set; }

    /// <summary>
    /// Takes bytes up to the end of the next message. False: there are too few, and what was not consumed is presented again with more behind it; or there is a
    /// <see cref="Fault"/>. The peer's chunk size and its aborts are followed; the messages that say so come all the same.
    /// </summary>
    public bool TryRead(ReadOnlySpan<byte> bytes, out int consumed, out RtmpMessage message)
    {
        consumed = 0;
        message = default;
        if (_shown is not null) Drop(_shown);
        _shown = null;
        while (Fault == RtmpFault.None)
        {
            if (_current is null)
            {
                if (!TryBeginChunk(bytes[consumed..], out int header)) return false;
                consumed += header;
            }

            ChunkStream stream = _current!;
            ReadOnlySpan<byte> part = bytes[consumed..];
            if (part.Length > _chunkLeft) part = part[.._chunkLeft];
            consumed += part.Length;
            _chunkLeft -= part.Length;
            bool isWhole = stream.Received == 0 && part.Length == stream.Length;
            if (!isWhole && !TryKeep(stream, part)) return false;
            if (_chunkLeft > 0) return false;
            _current = null;
            if (!isWhole && stream.Received < stream.Length) continue;
            stream.IsOpen = false;
            if (!isWhole) _shown = stream;
            message = new RtmpMessage(stream.Type, stream.StreamId, stream.Timestamp, isWhole ? part : stream.Message);
            return Follow(message);
        }

        return false;
    }

    /// <summary>Gives back what is held.</summary>
    public void Dispose()
    {
        foreach (ChunkStream stream in _streams.Values) stream.Drop();
        _streams.Clear();
        _current = null;
    }

    private bool TryKeep(ChunkStream stream, ReadOnlySpan<byte> part)
    {
        stream.Append(part);
        _held += part.Length;
        return _held <= 2L * MaxMessageBytes || Fail(RtmpFault.TooManyOpenMessages);
    }

    private void Drop(ChunkStream stream)
    {
        _held -= stream.Received;
        stream.Drop();
    }

    private bool TryBeginChunk(ReadOnlySpan<byte> bytes, out int size)
    {
        size = 0;
        if (bytes.IsEmpty) return false;
        int type = bytes[0] >> 6;
        int id = bytes[0] & 0x3F;
        size = id switch { 0 => 2, 1 => 3, _ => 1 };
        if (bytes.Length < size + HeaderBytes[type]) return false;
        if (id < 2) id = 64 + bytes[1] + (id == 1 ? bytes[2] << 8 : 0);
        if (!_streams.TryGetValue(id, out ChunkStream? stream))
        {
            // Type 1 may begin: librtmp pings that way on a chunk stream that nothing came over before.
            if (type > 1) return Fail(RtmpFault.NoHeader);
            if (_streams.Count == RtmpLimits.MaxChunkStreams) return Fail(RtmpFault.TooManyChunkStreams);
            stream = new ChunkStream();
        }

        ReadOnlySpan<byte> header = bytes[size..];
        size += HeaderBytes[type];
        return type == 3 ? TryGoOn(stream, header, ref size) : TryBegin(id, stream, type, header, ref size);
    }

    private bool TryBegin(int id, ChunkStream stream, int type, ReadOnlySpan<byte> header, ref int size)
    {
        uint time = UInt24(header);
        uint? extended = null;
        if (time == Extended)
        {
            ReadOnlySpan<byte> behind = header[HeaderBytes[type]..];
            if (behind.Length < 4) return false;
            extended = time = BinaryPrimitives.ReadUInt32BigEndian(behind);
            size += 4;
        }

        int length = type == 2 ? stream.Length : (int)UInt24(header[3..]);
        if (length > MaxMessageBytes) return Fail(RtmpFault.MessageTooLong);
        _streams.TryAdd(id, stream);
        // Some peers repeat the header in front of each part.
        if (stream.IsOpen && stream.Length == length) return Continue(stream);
        Drop(stream);
        stream.Length = length;
        stream.Extended = extended;
        stream.Timestamp = type == 0 ? time : stream.Timestamp + time;
        stream.Delta = type == 0 && time > MaxImpliedDelta ? 0 : time;
        if (type < 2) stream.Type = (RtmpMessageType)header[6];
        if (type == 0) stream.StreamId = BinaryPrimitives.ReadUInt32LittleEndian(header[7..]);
        return Continue(stream);
    }

    private bool TryGoOn(ChunkStream stream, ReadOnlySpan<byte> behind, ref int size)
    {
        if (stream.Extended is { } extended)
        {
            // 5.3.1.3 wants it repeated; some peers leave it out, and then payload stands there.
            if (behind.Length < 4) return false;
            if (BinaryPrimitives.ReadUInt32BigEndian(behind) == extended) size += 4;
        }

        if (!stream.IsOpen)
        {
            if (stream.Length > MaxMessageBytes) return Fail(RtmpFault.MessageTooLong);
            Drop(stream);
            stream.Timestamp += stream.Delta;
        }

        return Continue(stream);
    }

    private bool Continue(ChunkStream stream)
    {
        stream.IsOpen = true;
        _current = stream;
        _chunkLeft = Math.Min(_chunkBytes, stream.Length - stream.Received);
        return true;
    }

    private bool Follow(in RtmpMessage message)
    {
        if (message.Payload.Length < 4) return true;
        uint value = BinaryPrimitives.ReadUInt32BigEndian(message.Payload);
        if (message.Type == RtmpMessageType.SetChunkSize)
        {
            if (value is 0 or > int.MaxValue) return Fail(RtmpFault.BadChunkSize);
            _chunkBytes = (int)value;
        }
        else if (message.Type == RtmpMessageType.Abort && value <= int.MaxValue && _streams.TryGetValue((int)value, out ChunkStream? stream))
        {
            Drop(stream);
        }

        return true;
    }

    private bool Fail(RtmpFault fault)
    {
        Fault = fault;
        return false;
    }

    private static uint UInt24(ReadOnlySpan<byte> bytes) => (uint)((bytes[0] << 16) | (bytes[1] << 8) | bytes[2]);
}
