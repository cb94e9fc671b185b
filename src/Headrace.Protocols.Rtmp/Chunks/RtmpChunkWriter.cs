using System.Buffers;
using System.Buffers.Binary;

namespace Headrace.Protocols.Rtmp.Chunks;

/// <summary>Writes messages as chunks: a header of type 0, and of type 3 before each further part.</summary>
public sealed class RtmpChunkWriter
{
    private const uint Extended = 0xFF_FFFF;
    private const int FullHeaderBytes = 12;

    private int _chunkBytes = RtmpChunkReader.InitialChunkBytes;

    /// <summary>Tells the peer that chunks are larger from now on.</summary>
    public void SetChunkSize(int bytes, IBufferWriter<byte> output)
    {
        Span<byte> body = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(body, bytes);
        Write(RtmpChunkStreams.Control, RtmpMessageType.SetChunkSize, 0, 0, body, output);
        _chunkBytes = bytes;
    }

    /// <summary>Writes a message.</summary>
    /// <param name="chunkStream">Chunk stream, 2 to 63.</param>
    /// <param name="type">What it is.</param>
    /// <param name="streamId">Message stream; 0 for the connection.</param>
    /// <param name="timestamp">Milliseconds.</param>
    /// <param name="body">The bytes, less than 16 MiB.</param>
    /// <param name="output">Where to.</param>
    public void Write(int chunkStream, RtmpMessageType type, uint streamId, uint timestamp, ReadOnlySpan<byte> body, IBufferWriter<byte> output)
    {
        Span<byte> header = output.GetSpan(FullHeaderBytes);
        bool isExtended = timestamp >= Extended;
        header[0] = (byte)chunkStream;
        WriteUInt24(header[1..], isExtended ? Extended : timestamp);
        WriteUInt24(header[4..], (uint)body.Length);
        header[7] = (byte)type;
        BinaryPrimitives.WriteUInt32LittleEndian(header[8..], streamId);
        output.Advance(FullHeaderBytes);
        while (true)
        {
            if (isExtended) WriteUInt32(timestamp, output);
            int part = Math.Min(_chunkBytes, body.Length);
            output.Write(body[..part]);
            body = body[part..];
            if (body.IsEmpty) return;
            output.GetSpan(1)[0] = (byte)(0xC0 | chunkStream);
            output.Advance(1);
        }
    }

    private static void WriteUInt24(Span<byte> bytes, uint value)
    {
        bytes[0] = (byte)(value >> 16);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[1..], (ushort)value);
    }

    private static void WriteUInt32(uint value, IBufferWriter<byte> output)
    {
        BinaryPrimitives.WriteUInt32BigEndian(output.GetSpan(4), value);
        output.Advance(4);
    }
}
