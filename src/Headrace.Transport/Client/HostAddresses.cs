using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Headrace.Transport.Client;

/// <summary>The addresses behind names.</summary>
public static class HostAddresses
{
    /// <summary>
    /// What a host's name stands for, of that what may be connected to, at least one. Throws <see cref="SocketException"/> for a name that stands for nothing and
    /// <see cref="UnauthorizedAccessException"/> where none may.
    /// </summary>
    /// <param name="host">Name or address; an IPv6 address with or without brackets.</param>
    /// <param name="allows">Whether an address may be; null for all.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    public static async Task<IPAddress[]> FindAsync(string host, Func<IPAddress, bool>? allows, CancellationToken cancellation)
    {
        IPAddress[] all = IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? address) ? [address] : await Dns.GetHostAddressesAsync(host, cancellation).ConfigureAwait(false);
        IPAddress[] allowed = allows is null ? all : [.. all.Where(allows)];
        if (allowed.Length > 0) return allowed;
        if (all.Length == 0) throw new SocketException((int)SocketError.HostNotFound);
        throw new UnauthorizedAccessException($"connecting to {string.Join(", ", all.AsEnumerable())} is not allowed");
    }

    /// <summary>The IPv4 address of one of the machine's interfaces, by that address or by the interface's name; null where there is none.</summary>
    public static IPAddress? OfInterface(string nameOrAddress)
    {
        if (IPAddress.TryParse(nameOrAddress, out IPAddress? address)) return address;
        return NetworkInterface.GetAllNetworkInterfaces().FirstOrDefault(one => one.Name == nameOrAddress)?.GetIPProperties().UnicastAddresses
            .Select(one => one.Address).FirstOrDefault(one => one.AddressFamily == AddressFamily.InterNetwork);
    }

    /// <summary>True for an address of a group (RFC 1112, RFC 4291).</summary>
    public static bool IsMulticast(IPAddress address) => address.IsIPv6Multicast || (address.AddressFamily == AddressFamily.InterNetwork && address.GetAddressBytes()[0] is >= 224 and <= 239);
}
