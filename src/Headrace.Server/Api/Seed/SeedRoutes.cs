using Headrace.Server.Api.OpenApi;
using Headrace.Server.Auth;
using Headrace.Server.Configuration.Changes;
using Headrace.Server.Configuration.Sources;
using Headrace.Streaming.Paths;
using Headrace.Streaming.Streams;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Headrace.Server.Api.Seed;

/// <summary><c>/streams</c> without <c>/api/v1</c>, in snake_case, for clients that were written for that form. It does what the API does.</summary>
internal sealed class SeedRoutes(StreamRegistry streams, LiveConfiguration configuration, StreamEditing editing) : IApiRoutes
{
    private const string Root = "/streams";

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Root, ListAsync).WithMetadata(new ApiOperation("Lists the streams, in snake_case."));
        routes.MapPost(Root, CreateAsync).WithMetadata(new ApiOperation("Makes a stream, in snake_case.") { Status = StatusCodes.Status201Created });
        routes.MapGet(Root + "/{**id}", ShowAsync).WithMetadata(new ApiOperation("Shows a stream, in snake_case."));
        routes.MapDelete(Root + "/{**id}", DeleteAsync).WithMetadata(new ApiOperation("Ends and deletes a stream.") { Status = StatusCodes.Status204NoContent });
    }

    private Task ListAsync(HttpContext context) => ApiAnswers.SeedAsync(context, new SeedStreamList([.. streams.All.Take(Paging.MaxItems).Select(ToSeed)]), StatusCodes.Status200OK);

    private Task ShowAsync(HttpContext context) => TryName(context, out StreamName? name) && streams.Find(name!.Value) is { } stream
        ? ApiAnswers.SeedAsync(context, ToSeed(stream), StatusCodes.Status200OK)
        : NotFoundAsync(context);

    private async Task CreateAsync(HttpContext context)
    {
        (MappingNode? body, ApiProblem? problem) = await ApiBody.ReadAsync(context).ConfigureAwait(false);
        NewStream? wanted = null;
        if (body is not null && SeedBody.TryRead(body, out wanted, out problem))
            problem = await editing.CreateAsync(wanted, LocalAccess.IsGranted(context.Request, context.Connection.RemoteIpAddress)).ConfigureAwait(false);
        if (problem is not null || streams.Find(wanted!.Name.Value) is not { } stream)
        {
            await ApiAnswers.ProblemAsync(context, problem ?? Problems.StreamNotFound(wanted!.Name.Value)).ConfigureAwait(false);
            return;
        }

        context.Response.Headers.Location = $"{Root}/{Uri.EscapeDataString(stream.Name)}";
        await ApiAnswers.SeedAsync(context, ToSeed(stream), StatusCodes.Status201Created).ConfigureAwait(false);
    }

    private async Task DeleteAsync(HttpContext context)
    {
        ApiProblem? problem = TryName(context, out StreamName? name) ? await editing.DeleteAsync(name!).ConfigureAwait(false) : Problems.StreamNotFound(IdOf(context));
        if (problem is null) context.Response.StatusCode = StatusCodes.Status204NoContent;
        else await ApiAnswers.ProblemAsync(context, problem).ConfigureAwait(false);
    }

    private SeedStream ToSeed(LiveStream stream) => SeedStream.Of(
        stream, StreamName.TryParse(stream.Name, out StreamName? name, out _) ? configuration.Current.Options.StreamOf(name) : configuration.Current.Options.Defaults);

    private static bool TryName(HttpContext context, out StreamName? name) => StreamAddress.TryRead(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget, Root + "/", out name);

    private static Task NotFoundAsync(HttpContext context) => ApiAnswers.ProblemAsync(context, Problems.StreamNotFound(IdOf(context)));

    private static string IdOf(HttpContext context) => (string?)context.Request.RouteValues["id"] ?? "";
}
