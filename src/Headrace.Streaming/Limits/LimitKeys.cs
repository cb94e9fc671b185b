namespace Headrace.Streaming.Limits;

/// <summary>The limits by their keys in the configuration: what events, metrics and the log call them.</summary>
public static class LimitKeys
{
    /// <summary>Greatest number of streams.</summary>
    public const string Streams = "limits.maxStreams";

    /// <summary>Greatest number of open connections.</summary>
    public const string Connections = "limits.maxConnections";

    /// <summary>New connections a second of one address.</summary>
    public const string ConnectionRate = "limits.connectionRate";

    /// <summary>Greatest number of publishers over raw RTP.</summary>
    public const string RtpSessions = "rtp.maxSessions";

    /// <summary>Bits a second that all streams send together.</summary>
    public const string Bandwidth = "limits.bandwidth";

    /// <summary>Bits a second that a stream sends.</summary>
    public const string StreamBandwidth = "maxBandwidth";

    /// <summary>Greatest number of readers of a stream.</summary>
    public const string Readers = "maxReaders";
}
