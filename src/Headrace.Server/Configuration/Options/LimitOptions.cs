using Headrace.Server.Configuration.Values;

namespace Headrace.Server.Configuration.Options;

/// <summary>Section <c>limits</c>. A limit of 0 is none.</summary>
internal sealed record LimitOptions
{
    /// <summary>Greatest number of streams.</summary>
    public int MaxStreams { get; init; }

    /// <summary>Greatest number of open connections over all protocols.</summary>
    public int MaxConnections { get; init; } = 20_000;

    /// <summary>New connections a second of one address; loopback is exempt.</summary>
    public RatePerSecond ConnectionRate { get; init; } = new(200);

    /// <summary>How many connections of one address may come at once.</summary>
    public int ConnectionBurst { get; init; } = 1_000;

    /// <summary>A connection that says nothing ends after this.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>What all streams may send to viewers together.</summary>
    public BitRate Bandwidth { get; init; }

    /// <summary>Bytes of media held.</summary>
    public MemoryOptions Memory { get; init; } = new();
}
