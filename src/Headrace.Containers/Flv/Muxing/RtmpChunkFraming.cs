using System.Buffers.Binary;
using Headrace.Media.Buffers;

namespace Headrace.Containers.Flv.Muxing;

/// <summary>
/// Chunks (RTMP 1.0, 5.3.1). Each message begins with a header of type 0, so that nothing depends on what a viewer got before.
/// <code>
/// | 0: 2, chunk stream 6 | timestamp 24 | length 24 | type 8 | message stream 32, little endian | timestamp 32 where it does not fit | data |
/// | 3: 2, chunk stream 6 | timestamp 32 where it does not fit | data |
/// </code>
/// </summary>
public sealed class RtmpChunkFraming : FlvFraming
{
    /// <summary>Bytes of a message in a chunk at most.</summary>
    public const int ChunkSize = 65_536;

    /// <summary>The message stream on which media goes.</summary>
    public const int MessageStream = 1;

    private const int ScriptChunks = 5;
    private const int AudioChunks = 4;
    private const int VideoChunks = 6;
    private const byte Continuation = 0xC0;
    private const int HeaderLength = 12;
    private const uint Extended = 0xFFFFFF;

    internal RtmpChunkFraming()
    {
    }

    /// <inheritdoc/>
    public override string Name => "rtmp";

    /// <inheritdoc/>
    public override void Write(MediaBufferWriter output, FlvTagType type, uint timestamp, ReadOnlySpan<byte> head, ReadOnlySpan<byte> rest)
    {
        bool isExtended = timestamp >= Extended;
        int extra = isExtended ? sizeof(uint) : 0;
        int body = head.Length + rest.Length;
        int continuations = body == 0 ? 0 : (body - 1) / ChunkSize;
        Span<byte> bytes = output.Reserve(HeaderLength + extra + body + continuations * (1 + extra));
        byte stream = StreamOf(type);
        bytes[0] = stream;
        WriteUInt24(bytes[1..], (int)(isExtended ? Extended : timestamp));
        WriteUInt24(bytes[4..], body);
        bytes[7] = (byte)type;
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[8..], MessageStream);
        bytes = WriteExtended(bytes[HeaderLength..], isExtended, timestamp);
        head.CopyTo(bytes);
        bytes = bytes[head.Length..];
        int room = ChunkSize - head.Length;
        while (rest.Length > room)
        {
            rest[..room].CopyTo(bytes);
            bytes[room] = (byte)(Continuation | stream);
            bytes = WriteExtended(bytes[(room + 1)..], isExtended, timestamp);
            rest = rest[room..];
            room = ChunkSize;
        }

        rest.CopyTo(bytes);
    }

    /// <summary>Puts messages that were written here on another message stream.</summary>
    /// <param name="chunks">Whole messages.</param>
    /// <param name="stream">Which.</param>
    public static void SetMessageStream(Span<byte> chunks, uint stream)
    {
        while (chunks.Length >= HeaderLength)
        {
            int extra = chunks[1..4].IndexOfAnyExcept((byte)0xFF) < 0 ? sizeof(uint) : 0;
            int body = (chunks[4] << 16) | BinaryPrimitives.ReadUInt16BigEndian(chunks[5..]);
            int continuations = body == 0 ? 0 : (body - 1) / ChunkSize;
            BinaryPrimitives.WriteUInt32LittleEndian(chunks[8..], stream);
            int size = HeaderLength + extra + body + (continuations * (1 + extra));
            chunks = chunks[Math.Min(size, chunks.Length)..];
        }
    }

    private static byte StreamOf(FlvTagType type) => type switch
    {
        FlvTagType.Audio => AudioChunks,
        FlvTagType.Video => VideoChunks,
        _ => ScriptChunks,
    };

    private static Span<byte> WriteExtended(Span<byte> destination, bool isExtended, uint timestamp)
    {
        if (!isExtended) return destination;
        BinaryPrimitives.WriteUInt32BigEndian(destination, timestamp);
        return destination[sizeof(uint)..];
    }
}
