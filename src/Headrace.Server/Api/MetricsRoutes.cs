using System.Text;
using Headrace.Server.Api.OpenApi;
using Headrace.Server.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Headrace.Server.Api;

/// <summary><c>/metrics</c>, for Prometheus.</summary>
internal sealed class MetricsRoutes(PrometheusText metrics) : IApiRoutes
{
    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/metrics", SendAsync).WithMetadata(
        new ApiOperation("Shows all figures for Prometheus.") { MediaType = "text/plain" });

    private async Task SendAsync(HttpContext context)
    {
        byte[] text = Encoding.UTF8.GetBytes(metrics.Read());
        context.Response.ContentType = PrometheusText.MediaType;
        context.Response.ContentLength = text.Length;
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.Body.WriteAsync(text, context.RequestAborted).ConfigureAwait(false);
    }
}
