using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Headrace.Server.Configuration.Values;

/// <summary>Where a protocol listens.</summary>
/// <param name="Address">The address, or null for every address of the machine, IPv6 and IPv4.</param>
/// <param name="Port">The port; 0 lets the system choose one.</param>
internal readonly record struct ListenAddress(IPAddress? Address, int Port)
{
    /// <summary>All addresses, at <paramref name="port"/>.</summary>
    internal static ListenAddress Any(int port) => new(null, port);

    /// <summary>Reads <c>:PORT</c>, <c>IPV4:PORT</c>, <c>[IPV6]:PORT</c> or <c>localhost:PORT</c>, which is 127.0.0.1. Other host names are not looked up.</summary>
    internal static bool TryParse(string text, out ListenAddress listen)
    {
        listen = default;
        int colon = text.LastIndexOf(':');
        if (colon < 0 || !ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out ushort port)) return false;
        if (!TryParseHost(text.AsSpan(0, colon), out IPAddress? address)) return false;
        listen = new ListenAddress(address, port);
        return true;
    }

    /// <summary>The address to bind: every address is IPv6's any-address, which takes IPv4 too.</summary>
    internal IPEndPoint ToEndPoint() => new(Address ?? IPAddress.IPv6Any, Port);

    /// <inheritdoc/>
    public override string ToString() => Address is null
        ? string.Create(CultureInfo.InvariantCulture, $":{Port}")
        : new IPEndPoint(Address, Port).ToString();

    private static bool TryParseHost(ReadOnlySpan<char> host, out IPAddress? address)
    {
        address = null;
        if (host.IsEmpty || host is "*") return true;
        if (host is "localhost")
        {
            address = IPAddress.Loopback;
            return true;
        }

        bool isBracketed = host[0] == '[' && host[^1] == ']';
        ReadOnlySpan<char> bare = isBracketed ? host[1..^1] : host;
        AddressFamily family = isBracketed ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork;
        // IPAddress reads "1" and "0x7f.1" as IPv4 too: an address in a configuration has four parts.
        return IPAddress.TryParse(bare, out address) && address.AddressFamily == family && (isBracketed || bare.Count('.') == 3);
    }
}
