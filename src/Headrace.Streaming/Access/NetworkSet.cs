using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace Headrace.Streaming.Access;

/// <summary>Networks that are meant together, under the word or the prefix that names them.</summary>
public sealed record NetworkSet
{
    private static readonly Dictionary<string, string[]> Words = new(StringComparer.Ordinal)
    {
        ["all"] = ["0.0.0.0/0", "::/0"],
        ["loopback"] = ["127.0.0.0/8", "::1/128", "0.0.0.0/8", "::/128"],
        ["link-local"] = ["169.254.0.0/16", "fe80::/10"],
        ["private"] = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7"],
        ["multicast"] = ["224.0.0.0/4", "ff00::/8"],
    };

    private readonly ImmutableArray<IPNetwork> _networks;

    private NetworkSet(string name, ImmutableArray<IPNetwork> networks)
    {
        Name = name;
        _networks = networks;
    }

    /// <summary>As it was written.</summary>
    public string Name { get; }

    /// <summary>What may be written.</summary>
    public static string Allowed { get; } = $"{string.Join(", ", Words.Keys)}, an address such as 10.0.0.5, or a network such as 10.0.0.0/8 or fd00::/8";

    /// <summary>Reads a word, an address or a network.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out NetworkSet? set)
    {
        set = null;
        if (Words.TryGetValue(text, out string[]? prefixes)) set = new NetworkSet(text, [.. prefixes.Select(prefix => IPNetwork.Parse(prefix))]);
        else if (IPAddress.TryParse(text, out IPAddress? address) && text.AsSpan().ContainsAny('.', ':')) set = new NetworkSet(text, [OfOne(Plain(address))]);
        else if (IPNetwork.TryParse(text, out IPNetwork network)) set = new NetworkSet(text, [network]);
        return set is not null;
    }

    /// <summary>True for an address in it; an IPv4 address in IPv6 form is the IPv4 address.</summary>
    public bool Contains(IPAddress address)
    {
        IPAddress plain = Plain(address);
        foreach (IPNetwork network in _networks)
        {
            if (network.Contains(plain)) return true;
        }

        return false;
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private static IPNetwork OfOne(IPAddress address) => new(address, address.GetAddressBytes().Length * 8);

    /// <inheritdoc/>
    public bool Equals(NetworkSet? other) => other is not null && Name == other.Name;

    /// <inheritdoc/>
    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
