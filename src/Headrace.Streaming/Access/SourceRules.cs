using System.Collections.Immutable;
using System.Net;

namespace Headrace.Streaming.Access;

/// <summary>
/// Where sources may connect to that were made through the API: asked with the address that a name was resolved to, at every connect, so that a name that is
/// made to point elsewhere later does not pass. Sources of the configuration file are free.
/// </summary>
public sealed record SourceRules
{
    private static readonly NetworkSet Loopback = NetworkSet.TryParse("loopback", out NetworkSet? set) ? set : throw new InvalidOperationException();

    /// <summary>The rules where nobody says otherwise: not to link-local addresses, where clouds keep their secrets.</summary>
    public static SourceRules Default { get; } = new() { Deny = NetworkSet.TryParse("link-local", out NetworkSet? set) ? [set] : [] };

    /// <summary>Where they may connect to; empty for everywhere that is not denied.</summary>
    public ImmutableArray<NetworkSet> Allow { get; init; } = [];

    /// <summary>Where they may not, whatever is allowed.</summary>
    public ImmutableArray<NetworkSet> Deny { get; init; } = [];

    /// <summary>True where a source may connect to.</summary>
    /// <param name="address">The address, after the name was resolved.</param>
    /// <param name="isFromLoopback">True when the one who made the source was on this machine: only he may name it.</param>
    public bool Allows(IPAddress address, bool isFromLoopback)
    {
        if (Deny.Any(set => set.Contains(address))) return false;
        if (!isFromLoopback && Loopback.Contains(address)) return false;
        return Allow.IsEmpty || Allow.Any(set => set.Contains(address));
    }
}
