using System.Text.Json;
using Headrace.Server.Api.Seed;
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
        return context.Request.Path.StartsWithSegments(SeedError.Root)
            ? SeedAsync(context, SeedError.Of(problem), problem.Status)
            : SendAsync(context, JsonSerializer.SerializeToUtf8Bytes(problem, typeof(ApiProblem), ApiJson.Readable), problem.Status, ProblemType);
    }

    /// <summary>Answers in snake_case.</summary>
    internal static Task SeedAsync<T>(HttpContext context, T resource, int status) =>
        SendAsync(context, JsonSerializer.SerializeToUtf8Bytes(resource, typeof(T), SeedJson.Readable), status, JsonType);

    /// <summary>Answers with a resource.</summary>
    internal static Task JsonAsync<T>(HttpContext context, T resource) => SendAsync(context, Json(resource), StatusCodes.Status200OK, JsonType);

    /// <summary>Answers with a resource that was made; its address is in <c>Location</c>.</summary>
    internal static Task CreatedAsync<T>(HttpContext context, T resource) => SendAsync(context, Json(resource), StatusCodes.Status201Created, JsonType);

    private static byte[] Json<T>(T resource) => JsonSerializer.SerializeToUtf8Bytes(resource, typeof(T), ApiJson.Readable);

    private static async Task SendAsync(HttpContext context, byte[] body, int status, string contentType)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        context.Response.ContentLength = body.Length;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        if (!HttpMethods.IsHead(context.Request.Method)) await context.Response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
    }
}
