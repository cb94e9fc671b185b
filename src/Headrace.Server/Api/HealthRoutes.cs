using Headrace.Server.Api.OpenApi;
using Headrace.Server.Commands;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Headrace.Server.Api;

/// <summary><c>/health</c>, <c>/health/live</c>, <c>/health/ready</c>: open to everybody.</summary>
internal sealed class HealthRoutes(TimeProvider clock) : IApiRoutes
{
    private readonly long _start = clock.GetTimestamp();

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes)
    {
        string[] methods = [HttpMethods.Get, HttpMethods.Head];
        foreach (string path in new[] { "/health", "/health/live", "/health/ready" }) routes.MapMethods(path, methods, SendAsync).WithMetadata(
            new ApiOperation("Tells whether the server runs.") { Answer = typeof(HealthResource), IsOpen = true });
    }

    private Task SendAsync(HttpContext context) => ApiAnswers.JsonAsync(
        context, new HealthResource("healthy", VersionCommand.Current, (long)clock.GetElapsedTime(_start).TotalSeconds));
}
