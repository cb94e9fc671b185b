using Headrace.Containers.Flv.Muxing;

namespace Headrace.Protocols.Rtmp;

/// <summary>What one connection may cost. Beyond a limit reading ends with a fault.</summary>
internal static class RtmpLimits
{
    /// <summary>Chunk streams of a connection; encoders use less than ten.</summary>
    public const int MaxChunkStreams = 64;

    /// <summary>Bytes of a message of somebody of whom nothing is known yet.</summary>
    public const int MaxCommandBytes = 64 * 1024;

    /// <summary>Bytes of a message that carries media: the largest unit and what its tag adds.</summary>
    public const int MaxMediaBytes = 17 * 1024 * 1024;

    /// <summary>Arguments of one command that are read; more are passed over.</summary>
    public const int MaxArguments = 8;

    /// <summary>Bytes of an application, a key or a URL.</summary>
    public const int MaxNameChars = 4096;

    /// <summary>Size of the chunks that we send: a frame of most streams is one.</summary>
    public const int ChunkBytes = RtmpChunkFraming.ChunkSize;

    /// <summary>Bytes after which each side wants an acknowledgement of the other.</summary>
    public const int WindowBytes = 2_500_000;

    /// <summary>What a driver's receive buffer must be able to hold: the longest header of a chunk.</summary>
    public const int MinReceiveBytes = 18;
}
