using System.Net;
using Microsoft.AspNetCore.Http;

namespace Headrace.Server.Auth;

/// <summary>
/// Whether a request comes from a program on this machine and from nobody behind it: the peer is loopback, it asks for a loopback host (a page of
/// another site whose name was made to point here does not), it carries no other origin, and no proxy has passed it on.
/// </summary>
internal static class LocalAccess
{
    private static readonly string[] ForwardingHeaders =
    [
        "Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Port", "X-Forwarded-Server", "X-Forwarded-Prefix",
        "X-Real-IP", "X-Client-IP", "X-Original-Host", "X-Original-For", "CF-Connecting-IP", "True-Client-IP", "Fastly-Client-IP",
    ];

    /// <summary>True when all of that holds.</summary>
    internal static bool IsGranted(HttpRequest request, IPAddress? peer) =>
        peer is not null && IsLoopback(peer) && IsLoopbackHost(request.Host) && HasNoForeignOrigin(request) && IsNotOfAnotherSite(request)
        && !ForwardingHeaders.Any(request.Headers.ContainsKey);

    private static bool IsLoopback(IPAddress address) => IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);

    private static bool IsLoopbackHost(HostString host)
    {
        string name = host.Host;
        if (name.Equals("localhost", StringComparison.OrdinalIgnoreCase)) return true;
        return IPAddress.TryParse(name.AsSpan().Trim("[]"), out IPAddress? address) && IsLoopback(address);
    }

    /// <summary>What browsers add to requests that carry no origin, such as those for pictures of other sites' pages (Fetch Metadata, 2.3).</summary>
    private static bool IsNotOfAnotherSite(HttpRequest request) => request.Headers["Sec-Fetch-Site"].ToString() is "" or "same-origin" or "none";

    private static bool HasNoForeignOrigin(HttpRequest request)
    {
        if (!request.Headers.TryGetValue("Origin", out var origins)) return true;
        return origins.Count == 1 && string.Equals(origins[0], $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
    }
}
