using System.Collections.Immutable;
using System.Net;
using Headrace.Streaming.Access;
using Headrace.Transport.Tcp;
using Microsoft.AspNetCore.Http;

namespace Headrace.Server.Auth;

/// <summary>Who asks through proxies that are trusted: the last address of <c>X-Forwarded-For</c> that is no such proxy. What others write there counts nothing.</summary>
internal static class ForwardedPeer
{
    private const string Header = "X-Forwarded-For";

    /// <summary>The address of who asks.</summary>
    internal static IPAddress Of(IPAddress peer, IHeaderDictionary headers, ImmutableArray<NetworkSet> proxies)
    {
        if (proxies.IsEmpty || !headers.TryGetValue(Header, out var values)) return peer;
        string[] hops = [.. values.SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];
        for (int i = hops.Length - 1; i >= 0 && proxies.Any(set => set.Contains(peer)); i--)
        {
            if (!TryParse(hops[i], out IPAddress? hop)) break;
            peer = PeerAddress.Unmap(hop);
        }

        return peer;
    }

    private static bool TryParse(string hop, out IPAddress hopAddress)
    {
        bool isAddress = IPAddress.TryParse(hop, out IPAddress? plain);
        if (!isAddress && IPEndPoint.TryParse(hop, out IPEndPoint? endPoint)) plain = endPoint.Address;
        hopAddress = plain ?? IPAddress.None;
        return plain is not null;
    }
}
