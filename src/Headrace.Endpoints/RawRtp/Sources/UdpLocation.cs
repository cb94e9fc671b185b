using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Headrace.Endpoints.RawRtp.Sources;

/// <summary>
/// Where a UDP source is received: <c>udp+mpegts://239.1.2.3:5000?interface=eth1&amp;source=10.0.0.7</c>, <c>udp+rtp://:6000</c>. The host is a group, or an address of this machine, or nothing for all of them.
/// </summary>
public sealed record UdpLocation
{
    private const string MpegTsScheme = "udp+mpegts://";
    private const string RtpScheme = "udp+rtp://";

    private UdpLocation(UdpMediaKind kind, IPAddress address, int port) => (Kind, Address, Port) = (kind, address, port);

    /// <summary>What it is.</summary>
    public UdpMediaKind Kind { get; }

    /// <summary>The group, or the address to listen at.</summary>
    public IPAddress Address { get; }

    /// <summary>The port.</summary>
    public int Port { get; }

    /// <summary>The network interface that a group is listened to by, or null for what the routes say.</summary>
    public string? Interface { get; private init; }

    /// <summary>The same by its address.</summary>
    internal IPAddress? LocalAddress { get; private init; }

    /// <summary>The only sender that is heard, or null for any.</summary>
    public IPAddress? Source { get; private init; }

    /// <summary>True for a group.</summary>
    public bool IsMulticast => Address.AddressFamily == AddressFamily.InterNetwork ? Address.GetAddressBytes()[0] is >= 224 and <= 239 : Address.IsIPv6Multicast;

    /// <summary>Reads a URL; false for what cannot be one.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out UdpLocation? location)
    {
        location = null;
        UdpMediaKind kind = text.StartsWith(MpegTsScheme, StringComparison.OrdinalIgnoreCase) ? UdpMediaKind.MpegTs : UdpMediaKind.Rtp;
        string scheme = kind == UdpMediaKind.MpegTs ? MpegTsScheme : RtpScheme;
        if (!text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)) return false;
        string[] parts = text[scheme.Length..].Split('?', 2);
        if (!TrySplit(parts[0].TrimEnd('/'), out IPAddress? address, out int port)) return false;
        UdpLocation read = new(kind, address, port);
        foreach (string parameter in parts.Length < 2 ? [] : parts[1].Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            if (read.With(parameter) is not { } next) return false;
            read = next;
        }

        location = read;

        // One sender alone of a group of IPv6 cannot be asked for.
        return read.Source is null || !read.IsMulticast || read.Address.AddressFamily == AddressFamily.InterNetwork;
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        string scheme = Kind == UdpMediaKind.MpegTs ? MpegTsScheme : RtpScheme;
        string[] parameters =
        [
            .. Interface is null ? Array.Empty<string>() : [$"interface={Interface}"],
            .. LocalAddress is null ? Array.Empty<string>() : [$"localaddr={LocalAddress}"],
            .. Source is null ? Array.Empty<string>() : [$"source={Source}"],
        ];
        string host = Address.Equals(IPAddress.IPv6Any) ? string.Create(CultureInfo.InvariantCulture, $":{Port}") : new IPEndPoint(Address, Port).ToString();
        return $"{scheme}{host}{(parameters.Length > 0 ? "?" : "")}{string.Join('&', parameters)}";
    }

    private UdpLocation? With(string parameter)
    {
        string[] parts = parameter.Split('=', 2);
        if (parts.Length != 2 || parts[1].Length == 0) return null;
        string value = Uri.UnescapeDataString(parts[1]);
        bool isAddress = IPAddress.TryParse(value, out IPAddress? address) && address.AddressFamily == (Address.Equals(IPAddress.IPv6Any) ? address.AddressFamily : Address.AddressFamily);
        return parts[0].ToLowerInvariant() switch
        {
            "interface" when value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '@' or ':') => this with { Interface = value },
            "localaddr" when isAddress => this with { LocalAddress = address },
            "source" when isAddress => this with { Source = address },
            _ => null,
        };
    }

    private static bool TrySplit(string authority, [NotNullWhen(true)] out IPAddress? address, out int port)
    {
        address = null;
        port = 0;
        int colon = authority.LastIndexOf(':');
        if (colon < 0 || !int.TryParse(authority.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port) || port is < 1 or > ushort.MaxValue) return false;
        ReadOnlySpan<char> host = authority.AsSpan(0, colon);
        if (host.IsEmpty)
        {
            address = IPAddress.IPv6Any;
            return true;
        }

        bool isBracketed = host[0] == '[' && host[^1] == ']';
        if (isBracketed) host = host[1..^1];
        return IPAddress.TryParse(host, out address) && (isBracketed ? address.AddressFamily == AddressFamily.InterNetworkV6 : host.Count('.') == 3);
    }
}
