using System.Net;

namespace Headrace.Transport.Tcp;

/// <summary>How many connections come in, and how fast. A limit of 0 is none.</summary>
/// <param name="MaxConnections">Greatest number of open connections, over all protocols that share the admission.</param>
/// <param name="RatePerSecond">New connections a second of one address; loopback is exempt.</param>
/// <param name="Burst">How many of one address may come at once.</param>
public sealed record ConnectionLimits(int MaxConnections, double RatePerSecond, int Burst)
{
    /// <summary>True where the rate does not hold for peers on this machine.</summary>
    public bool ExemptsLoopback { get; init; } = true;

    /// <summary>True for addresses that the rate does not hold for, such as those of trusted proxies.</summary>
    public Func<IPAddress, bool> IsExempt { get; init; } = _ => false;
}
