using System.Text.Json;
using Headrace.Streaming.Streams;
using Microsoft.AspNetCore.Http;

namespace Headrace.Endpoints.Hls;

/// <summary>Answers that are text: refusals as problem details (RFC 9457).</summary>
internal static class Answers
{
    public static Task NotFoundAsync(HttpResponse response, string detail) =>
        SendAsync(response, StatusCodes.Status404NotFound, "stream-not-found", "Not found", detail);

    public static Task BadRequestAsync(HttpResponse response, string detail) =>
        SendAsync(response, StatusCodes.Status400BadRequest, "hls-server-error", "Bad request", detail);

    public static Task NoStreamAsync(HttpResponse response, string name) => NotFoundAsync(response, $"There is no stream named {name}: nobody publishes it, and nothing is configured for it.");

    public static Task NotCarriedAsync(HttpResponse response, string detail) =>
        SendAsync(response, StatusCodes.Status415UnsupportedMediaType, "codec-not-carried", "The protocol does not carry the codec", detail);

    public static Task UnavailableAsync(HttpResponse response, string detail)
    {
        response.Headers.RetryAfter = "1";
        return SendAsync(response, StatusCodes.Status503ServiceUnavailable, "hls-server-error", "Not available now", detail);
    }

    public static Task RefusedAsync(HttpResponse response, string stream, ReaderRefusal refusal)
    {
        response.Headers.RetryAfter = "10";
        return refusal switch
        {
            ReaderRefusal.StreamEnded => NoStreamAsync(response, stream),
            ReaderRefusal.MemoryPressure => SendAsync(response, StatusCodes.Status503ServiceUnavailable, "memory-pressure", "Memory is short", $"{stream} takes no new readers while memory is short."),
            _ => SendAsync(response, StatusCodes.Status503ServiceUnavailable, "limit-reached", "Limit reached", $"{stream} takes no more readers."),
        };
    }

    public static Task UnauthorizedAsync(HttpResponse response, string detail)
    {
        response.Headers.WWWAuthenticate = "Basic realm=\"Headrace\", charset=\"UTF-8\"";
        return SendAsync(response, StatusCodes.Status401Unauthorized, "access-denied", "Access denied", detail);
    }

    public static Task ForbiddenAsync(HttpResponse response, string detail) =>
        SendAsync(response, StatusCodes.Status403Forbidden, "forbidden", "Not allowed", detail);

    public static Task TooManyAttemptsAsync(HttpResponse response, string detail)
    {
        response.Headers.RetryAfter = "2";
        return SendAsync(response, StatusCodes.Status429TooManyRequests, "too-many-attempts", "Too many failed logins", detail);
    }

    /// <summary>Sends a playlist, or a manifest.</summary>
    public static async Task SendTextAsync(HttpContext context, string type, ReadOnlyMemory<byte> text)
    {
        context.Response.ContentType = type;
        context.Response.ContentLength = text.Length;
        if (HttpMethods.IsHead(context.Request.Method)) return;
        try
        {
            await context.Response.BodyWriter.WriteAsync(text).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The viewer left: nothing to answer.
        }
    }

    private static Task SendAsync(HttpResponse response, int status, string type, string title, string detail)
    {
        response.StatusCode = status;
        response.ContentType = "application/problem+json";
        response.Headers.CacheControl = "no-store";
        using MemoryStream body = new();
        using (Utf8JsonWriter json = new(body))
        {
            json.WriteStartObject();
            json.WriteString("type", $"/problems/{type}");
            json.WriteString("title", title);
            json.WriteNumber("status", status);
            json.WriteString("detail", detail);
            json.WriteEndObject();
        }

        response.ContentLength = body.Length;
        return response.Body.WriteAsync(body.GetBuffer(), 0, (int)body.Length);
    }
}
