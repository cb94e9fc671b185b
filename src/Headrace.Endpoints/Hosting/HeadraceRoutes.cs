using Headrace.Endpoints.Hls;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Headrace.Endpoints.Hosting;

/// <summary>Serves streams at addresses of an application of ASP.NET Core.</summary>
public static class HeadraceRoutes
{
    /// <summary>
    /// Serves every stream over HLS and DASH below a prefix: <c>PREFIX/NAME/index.m3u8</c>, <c>PREFIX/NAME/manifest.mpd</c>. What is asked of the addresses, such as
    /// authorization, is added to what is returned.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="prefix">A path that the application uses for nothing else.</param>
    public static IEndpointConventionBuilder MapHls(this IEndpointRouteBuilder endpoints, string prefix)
    {
        HlsEndpoint hls = endpoints.ServiceProvider.GetService<HlsEndpoint>()
            ?? throw new InvalidOperationException($"Call {nameof(HeadraceServices.AddHeadrace)} on the services before {nameof(MapHls)}.");
        return endpoints.Map($"{prefix.TrimEnd('/')}/{{**path}}", async context =>
        {
            if (!await hls.TryHandleAsync(context, $"/{context.GetRouteValue("path")}").ConfigureAwait(false)) context.Response.StatusCode = StatusCodes.Status404NotFound;
        });
    }
}
