using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Headrace.Server.Api.OpenApi;

/// <summary>The description of the API: <c>/openapi/v1.json</c>, also at <c>/api-docs/openapi.json</c>. Made when the first one asks. Open to everybody.</summary>
internal sealed class OpenApiRoutes : IApiRoutes
{
    /// <summary>Its address.</summary>
    internal const string Address = "/openapi/v1.json";

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes)
    {
        Lazy<byte[]> document = new(() => OpenApiDocument.Write(routes.DataSources.SelectMany(source => source.Endpoints)));
        foreach (string path in new[] { Address, "/api-docs/openapi.json" }) routes.MapGet(path, context => SendAsync(context, document.Value));
    }

    private static async Task SendAsync(HttpContext context, byte[] document)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = document.Length;
        context.Response.Headers.CacheControl = "no-cache";
        await context.Response.Body.WriteAsync(document, context.RequestAborted).ConfigureAwait(false);
    }
}
