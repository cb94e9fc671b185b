using Headrace.Server.Configuration.Values;

namespace Headrace.Server.Configuration.Options;

/// <summary>Section <c>srt</c>.</summary>
internal sealed record SrtOptions
{
    /// <summary>Where SRT listens; null switches it off.</summary>
    public ListenAddress? Listen { get; init; } = ListenAddress.Any(8890);

    /// <summary>Least time between sending and playing a packet.</summary>
    public TimeSpan Latency { get; init; } = TimeSpan.FromMilliseconds(120);

    /// <summary>What streams that say nothing else are published and read with; empty: nothing is encrypted.</summary>
    public string Passphrase { get; init; } = "";

    /// <summary>What one connection sends at most, retransmissions included.</summary>
    public BitRate MaxBandwidth { get; init; } = new(50_000_000);

    /// <summary>The file of libsrt; empty: wherever it is.</summary>
    public string Library { get; init; } = "";
}
