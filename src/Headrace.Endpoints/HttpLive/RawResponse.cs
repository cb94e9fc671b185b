using System.Globalization;
using System.Text;
using Headrace.Endpoints.HttpLive.WebSockets;
using Microsoft.AspNetCore.Http;

namespace Headrace.Endpoints.HttpLive;

/// <summary>The head of an answer, written by hand where the socket is written by a pump (RFC 9112, 4). What follows ends with the connection.</summary>
internal static class RawResponse
{
    /// <summary>Writes it, with the headers that are set so far.</summary>
    public static byte[] Write(HttpContext context, bool isWebSocket, DateTimeOffset now)
    {
        IHeaderDictionary headers = context.Response.Headers;
        if (isWebSocket)
        {
            headers.Upgrade = "websocket";
            headers.Connection = "Upgrade";
            headers.SecWebSocketAccept = WebSocketFrames.Accept(context.Request.Headers.SecWebSocketKey.ToString().Trim());
        }
        else
        {
            headers.Connection = "close";
        }

        headers.Date = now.ToString("R", CultureInfo.InvariantCulture);
        StringBuilder text = new(isWebSocket ? "HTTP/1.1 101 Switching Protocols\r\n" : "HTTP/1.1 200 OK\r\n");
        foreach ((string name, Microsoft.Extensions.Primitives.StringValues values) in headers)
        {
            foreach (string? value in values) text.Append(name).Append(": ").Append(value).Append("\r\n");
        }

        return Encoding.ASCII.GetBytes(text.Append("\r\n").ToString());
    }
}
