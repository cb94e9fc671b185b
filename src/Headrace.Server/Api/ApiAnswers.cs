using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Headrace.Server.Api;

/// <summary>Answers of the API.</summary>
internal static class ApiAnswers
{
    private const string ProblemType = "application/problem+json";
    private const string JsonType = "application/json; charset=utf-8";

    /// <summary>Answers with a problem.</summary>
    internal static Task ProblemAsync(HttpContext context, ApiProblem problem)
    {
        if (problem.Status == StatusCodes.Status401Unauthorized) context.Response.Headers.WWWAuthenticate = "Bearer";
        if (problem.Status == StatusCodes.Status429TooManyRequests) context.Response.Headers.RetryAfter = "2";
        return SendAsync(context, problem, problem.Status, ProblemType);
    }

    /// <summary>Answers with a resource.</summary>
    internal static Task JsonAsync<T>(HttpContext context, T resource) => SendAsync(context, resource, StatusCodes.Status200OK, JsonType);

    /// <summary>Answers with a resource that was made; its address is in <c>Location</c>.</summary>
    internal static Task CreatedAsync<T>(HttpContext context, T resource) => SendAsync(context, resource, StatusCodes.Status201Created, JsonType);

    private static async Task SendAsync<T>(HttpContext context, T value, int status, string contentType)
    {
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(value, typeof(T), ApiJson.Readable);
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        context.Response.ContentLength = body.Length;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        if (!HttpMethods.IsHead(context.Request.Method)) await context.Response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
    }
}
