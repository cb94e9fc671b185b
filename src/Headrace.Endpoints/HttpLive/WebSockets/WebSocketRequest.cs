using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Headrace.Endpoints.HttpLive.WebSockets;

/// <summary>A request for a WebSocket (RFC 6455, 4.2.1; over HTTP/2: RFC 8441).</summary>
internal static class WebSocketRequest
{
    /// <summary>The one version.</summary>
    public const string Version = "13";

    private const int KeyLength = 24;
    private const string Name = "websocket";

    /// <summary>True when a request wants one.</summary>
    public static bool Is(HttpContext context) => IsExtended(context) || HasToken(context.Request.Headers.Upgrade.ToString(), Name);

    /// <summary>True over HTTP/2.</summary>
    public static bool IsExtended(HttpContext context) => context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true, Protocol: Name };

    /// <summary>True when it asks as it should.</summary>
    public static bool IsValid(HttpContext context)
    {
        IHeaderDictionary headers = context.Request.Headers;
        if (headers.SecWebSocketVersion != Version) return false;
        return IsExtended(context)
            || (HttpMethods.IsGet(context.Request.Method) && HasToken(headers.Connection.ToString(), HeaderNames.Upgrade) && headers.SecWebSocketKey.ToString().Trim().Length == KeyLength);
    }

    /// <summary>True when no page of an origin asks that may not: cross-origin rules do not hold for WebSockets, so it is judged here (RFC 6455, 10.2).</summary>
    public static bool MayOriginAsk(HttpContext context)
    {
        string origin = context.Request.Headers.Origin.ToString();
        if (origin.Length == 0 || context.Response.Headers.AccessControlAllowOrigin.Count > 0) return true;
        return Uri.TryCreate(origin, UriKind.Absolute, out Uri? from) && string.Equals(from.Authority, context.Request.Host.Value, StringComparison.OrdinalIgnoreCase);
    }

    private static bool HasToken(string list, string token)
    {
        foreach (Range range in list.AsSpan().Split(','))
        {
            if (list.AsSpan(range).Trim().Equals(token, StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }
}
