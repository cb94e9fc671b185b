namespace Headrace.Protocols.Rtmp.Chunks;

/// <summary>The chunk streams that we write on; the numbers are those that other servers use.</summary>
internal static class RtmpChunkStreams
{
    /// <summary>Control messages (RTMP 1.0, 5.4).</summary>
    public const int Control = 2;

    /// <summary>Commands of the connection.</summary>
    public const int Command = 3;

    /// <summary>Commands, data and media of the stream.</summary>
    public const int Stream = 5;
}
