using System.Reflection;
using Headrace.Server.Api.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Headrace.Server.Api;

/// <summary><c>/problems/NAME</c>: what a kind of problem means and what to do about it, as the documentation has it.</summary>
internal sealed class ProblemRoutes : IApiRoutes
{
    private const string ResourcePrefix = "problems/";

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes) => routes.MapMethods("/problems/{name}", [HttpMethods.Get, HttpMethods.Head], SendAsync).WithMetadata(
        new ApiOperation("Explains a kind of problem.") { MediaType = "text/plain", IsOpen = true, Problems = [ProblemKinds.NotFound] });

    private static async Task SendAsync(HttpContext context)
    {
        string name = (string?)context.Request.RouteValues["name"] ?? "";
        await using Stream? page = ProblemKinds.All.Any(kind => kind.Name == name) ? Assembly.GetExecutingAssembly().GetManifestResourceStream($"{ResourcePrefix}{name}.md") : null;
        if (page is null)
        {
            await ApiAnswers.ProblemAsync(context, Problems.NotFound(context.Request.Path.Value ?? "")).ConfigureAwait(false);
            return;
        }

        // Browsers show plain text; what they are sent as Markdown they save.
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.ContentLength = page.Length;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        if (!HttpMethods.IsHead(context.Request.Method)) await page.CopyToAsync(context.Response.Body, context.RequestAborted).ConfigureAwait(false);
    }
}
