using System.Collections.Immutable;
using Headrace.Server.Configuration.Values;

namespace Headrace.Server.Configuration.Options;

/// <summary>Section <c>rtp</c>.</summary>
internal sealed record RtpOptions
{
    /// <summary>The usual port for RTCP.</summary>
    internal const int DefaultRtcpPort = 5005;

    /// <summary>Where RTP without signalling is received; null switches it off.</summary>
    public ListenAddress? Listen { get; init; } = ListenAddress.Any(5004);

    /// <summary>The port for its RTCP; 0 lets the system choose.</summary>
    public int RtcpPort { get; init; } = DefaultRtcpPort;

    /// <summary>Greatest number of publishers.</summary>
    public int MaxSessions { get; init; } = 1000;

    /// <summary>How long media may stay away.</summary>
    public TimeSpan SessionTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Senders that are known, by the names of their streams.</summary>
    public ImmutableSortedDictionary<string, RtpStreamSettings> Streams { get; init; } = ImmutableSortedDictionary.Create<string, RtpStreamSettings>(StringComparer.Ordinal);
}
