using System.IO.Compression;
using System.Text;
using Headrace.Server.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Swashbuckle.AspNetCore.SwaggerUI;

namespace Headrace.Server.Api.OpenApi;

/// <summary>A page to try the API: <c>/swagger/</c>, also at <c>/swagger-ui/</c>. All that it loads comes from this server. Open to everybody; what it calls is not.</summary>
internal sealed class SwaggerRoutes : IApiRoutes
{
    private const string ResourcePrefix = "Swashbuckle.AspNetCore.SwaggerUI.node_modules.swagger_ui_dist.";

    /// <summary>The program writes styles into the page; scripts it loads only from files.</summary>
    private const string Policy = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; form-action 'none'; object-src 'none'";

    private const string Page = """
        <!doctype html>
        <html lang="en">
        <head><meta charset="utf-8"><title>Headrace API</title><link rel="stylesheet" href="swagger-ui.css"><link rel="icon" href="favicon-32x32.png"></head>
        <body><div id="swagger-ui"></div><script src="swagger-ui-bundle.js"></script><script src="start.js"></script></body>
        </html>

        """;

    private const string Start = $$"""
        SwaggerUIBundle({ url: "{{OpenApiRoutes.Address}}", dom_id: "#swagger-ui", deepLinking: true, tryItOutEnabled: true, validatorUrl: null });

        """;

    private static readonly string[] Assets = ["swagger-ui.css", "swagger-ui-bundle.js", "favicon-32x32.png"];

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes)
    {
        foreach (string root in new[] { "/swagger", "/swagger-ui" }) routes.MapGet(root + "/{file?}", context => SendAsync(context, root));
    }

    private static Task SendAsync(HttpContext context, string root)
    {
        string file = (string?)context.Request.RouteValues["file"] ?? "";
        if (file.Length == 0 && context.Request.Path.Value?.EndsWith('/') != true)
        {
            context.Response.Redirect(root + "/");
            return Task.CompletedTask;
        }

        return file switch
        {
            "" or "index.html" => SendTextAsync(context, Page, "index.html"),
            "start.js" => SendTextAsync(context, Start, file),
            _ when Assets.Contains(file) => SendAssetAsync(context, file),
            _ => ApiAnswers.ProblemAsync(context, Problems.NotFound(context.Request.Path.Value ?? "")),
        };
    }

    private static async Task SendTextAsync(HttpContext context, string text, string name)
    {
        context.Response.ContentType = PageMediaType.Of(name);
        context.Response.Headers.ContentSecurityPolicy = Policy;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>The package holds its files compressed.</summary>
    private static async Task SendAssetAsync(HttpContext context, string name)
    {
        context.Response.ContentType = PageMediaType.Of(name);
        context.Response.Headers.CacheControl = "public, max-age=86400";
        context.Response.Headers.Vary = "Accept-Encoding";
        await using Stream resource = typeof(SwaggerUIOptions).Assembly.GetManifestResourceStream(ResourcePrefix + name)!;
        bool takesGzip = context.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase);
        if (takesGzip) context.Response.Headers.ContentEncoding = "gzip";
        await using Stream source = takesGzip ? resource : new GZipStream(resource, CompressionMode.Decompress);
        await source.CopyToAsync(context.Response.Body, context.RequestAborted).ConfigureAwait(false);
    }
}
