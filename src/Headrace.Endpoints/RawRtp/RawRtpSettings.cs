using System.Collections.Immutable;

namespace Headrace.Endpoints.RawRtp;

/// <summary>What can change while raw RTP is received. Immutable, replaced whole.</summary>
public sealed record RawRtpSettings
{
    /// <summary>Greatest number of publishers; one address may have half of them, but 64 at least.</summary>
    public int MaxSessions { get; init; } = 1000;

    /// <summary>How long media may stay away.</summary>
    public TimeSpan SessionTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Senders that are known; the one that says most counts where several fit: SSRC, then address.</summary>
    public ImmutableArray<RawRtpStreamOptions> Streams { get; init; } = [];
}
