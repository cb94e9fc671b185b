using Headrace.Media.Buffers;

namespace Headrace.Containers.Flv.Muxing;

/// <summary>How a muxer's messages are framed: as tags of FLV, or as chunks of RTMP. Stateless; all viewers of a framing share the bytes.</summary>
public abstract class FlvFraming
{
    /// <summary>Greatest length of a message's body, in bytes: lengths have 24 bits.</summary>
    public const int MaxBody = 0xFFFFFF;

    /// <summary>Tags of FLV, each with its length behind it. The file's header is not among them: <see cref="FlvFileHeader"/>.</summary>
    public static FlvFraming Tags { get; } = new FlvTagFraming();

    /// <summary>Chunks of RTMP on message stream 1, of up to <see cref="RtmpChunkFraming.ChunkSize"/> bytes: the peer has to be told so before.</summary>
    public static FlvFraming RtmpChunks { get; } = new RtmpChunkFraming();

    /// <summary>Its name: what tells branches apart.</summary>
    public abstract string Name { get; }

    /// <summary>Writes a message whose body is in two pieces, of <see cref="MaxBody"/> bytes at most.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="type">What it holds.</param>
    /// <param name="timestamp">Milliseconds.</param>
    /// <param name="head">The body's beginning.</param>
    /// <param name="rest">What follows it.</param>
    public abstract void Write(MediaBufferWriter output, FlvTagType type, uint timestamp, ReadOnlySpan<byte> head, ReadOnlySpan<byte> rest);

    /// <summary>Writes 24 bits.</summary>
    private protected static void WriteUInt24(Span<byte> destination, int value) =>
        (destination[0], destination[1], destination[2]) = ((byte)(value >> 16), (byte)(value >> 8), (byte)value);
}
