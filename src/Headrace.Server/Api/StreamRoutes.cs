using Headrace.Server.Api.OpenApi;
using Headrace.Server.Api.Stats;
using Headrace.Server.Auth;
using Headrace.Server.Configuration.Changes;
using Headrace.Server.Configuration.Sources;
using Headrace.Server.Stats;
using Headrace.Streaming.Paths;
using Headrace.Streaming.Streams;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Headrace.Server.Api;

/// <summary><c>/api/v1/streams</c>: what there is, and what the API makes, changes and deletes. Changes are kept over restarts.</summary>
internal sealed class StreamRoutes(StreamRegistry streams, LiveConfiguration configuration, StreamEditing editing, StreamRates rates, IReadOnlyList<StreamPart> parts) : IApiRoutes
{
    private const string Root = "/api/v1/streams";
    private const string Stats = "stats";

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes)
    {
        ApiOperation stats = new("Counters and rates of a stream.") { Answer = typeof(StreamStatsResource), Problems = [ProblemKinds.StreamNotFound] };
        ApiOperation allStats = new("Counters and rates of all streams.") { Answer = typeof(ItemPage<StreamStatsResource>), Query = ApiOperation.PageQuery, Problems = [ProblemKinds.InvalidRequest] };
        routes.MapGet(Root, ListAsync).WithMetadata(new ApiOperation("Lists the streams.") { Answer = typeof(ItemPage<StreamResource>), Query = ApiOperation.PageQuery, Problems = [ProblemKinds.InvalidRequest] });
        routes.MapPost(Root, CreateAsync).WithMetadata(new ApiOperation("Makes a stream, and keeps it over restarts.")
        {
            Body = ApiBodyKind.NewStream, Answer = typeof(StreamResource), Status = StatusCodes.Status201Created,
            Problems = [ProblemKinds.InvalidRequest, ProblemKinds.InvalidConfiguration, ProblemKinds.StreamExists, ProblemKinds.UnsupportedMediaType, ProblemKinds.LimitReached, ProblemKinds.NotKept],
        });
        routes.MapGet(Root + "/stats/video", ListStatsAsync).WithMetadata(allStats);
        routes.MapGet(Root + "/{**id}", ShowAsync).WithMetadata(
            [new ApiOperation("Shows a stream.") { Answer = typeof(StreamResource), Problems = [ProblemKinds.StreamNotFound] }, stats with { Path = Root + "/{id}/stats" }, .. OperationsOf(HttpMethods.Get)]);
        routes.MapPost(Root + "/{**id}", context => HandlePartAsync(context, HttpMethods.Post)).WithMetadata([.. OperationsOf(HttpMethods.Post)]);
        routes.MapPatch(Root + "/{**id}", ChangeAsync).WithMetadata(new ApiOperation("Changes settings of a stream; null takes back what the API had set.")
        {
            Body = ApiBodyKind.StreamSettings, Answer = typeof(StreamResource),
            Problems = [ProblemKinds.InvalidRequest, ProblemKinds.InvalidConfiguration, ProblemKinds.StreamNotFound, ProblemKinds.KeyIsFixed, ProblemKinds.UnsupportedMediaType, ProblemKinds.NotKept],
        });
        routes.MapDelete(Root + "/{**id}", DeleteAsync).WithMetadata(
            new ApiOperation("Ends a stream and its sessions, and deletes it.") { Status = StatusCodes.Status204NoContent, Problems = [ProblemKinds.StreamNotFound, ProblemKinds.NotKept] });
        routes.MapGet("/api/v1/stats/streams", ListStatsAsync).WithMetadata(allStats);
        routes.MapGet("/api/v1/stats/streams/{**id}", context => ShowStatsAsync(context, "/api/v1/stats/streams/")).WithMetadata(stats);
    }

    private Task ListAsync(HttpContext context) => Paging.TryRead(context.Request.Query, out Paging paging, out ApiProblem? problem)
        ? ApiAnswers.JsonAsync(context, paging.Of(streams.All, ToResource))
        : ApiAnswers.ProblemAsync(context, problem);

    private Task ListStatsAsync(HttpContext context) => Paging.TryRead(context.Request.Query, out Paging paging, out ApiProblem? problem)
        ? ApiAnswers.JsonAsync(context, paging.Of(streams.All, stream => StreamStatsResource.Of(stream, rates)))
        : ApiAnswers.ProblemAsync(context, problem);

    private Task ShowAsync(HttpContext context)
    {
        if (PartOf(context, HttpMethods.Get) is not null) return HandlePartAsync(context, HttpMethods.Get);
        if (!StreamAddress.TryRead(TargetOf(context), Root + "/", [Stats], out StreamName? name, out string word) || streams.Find(name.Value) is not { } stream) return NotFoundAsync(context);
        return word == Stats ? ApiAnswers.JsonAsync(context, StreamStatsResource.Of(stream, rates)) : ApiAnswers.JsonAsync(context, ToResource(stream));
    }

    private IEnumerable<ApiOperation> OperationsOf(string method) =>
        parts.Where(part => part.Method == method).Select(part => part.Operation with { Path = $"{Root}/{{id}}/{part.Word}" });

    private Task HandlePartAsync(HttpContext context, string method)
    {
        if (PartOf(context, method) is not { } part) return NotFoundAsync(context);
        return StreamAddress.TryRead(TargetOf(context), Root + "/", [part.Word], out StreamName? name, out _) && streams.Find(name.Value) is { } stream ? part.HandleAsync(context, stream) : NotFoundAsync(context);
    }

    private StreamPart? PartOf(HttpContext context, string method)
    {
        string id = (string?)context.Request.RouteValues["id"] ?? "";
        return parts.FirstOrDefault(part => part.Method == method && id.EndsWith("/" + part.Word, StringComparison.OrdinalIgnoreCase));
    }

    private Task ShowStatsAsync(HttpContext context, string prefix) =>
        StreamAddress.TryRead(TargetOf(context), prefix, out StreamName? name) && streams.Find(name.Value) is { } stream
            ? ApiAnswers.JsonAsync(context, StreamStatsResource.Of(stream, rates))
            : NotFoundAsync(context);

    private async Task CreateAsync(HttpContext context)
    {
        (MappingNode? body, ApiProblem? problem) = await ApiBody.ReadAsync(context).ConfigureAwait(false);
        NewStream? wanted = null;
        if (body is not null && NewStream.TryRead(body, out wanted, out problem)) problem = await editing.CreateAsync(wanted, IsLocal(context)).ConfigureAwait(false);
        if (problem is not null || streams.Find(wanted!.Name.Value) is not { } stream)
        {
            await ApiAnswers.ProblemAsync(context, problem ?? Problems.StreamNotFound(wanted!.Name.Value)).ConfigureAwait(false);
            return;
        }

        context.Response.Headers.Location = $"{Root}/{Uri.EscapeDataString(stream.Name)}";
        await ApiAnswers.CreatedAsync(context, ToResource(stream)).ConfigureAwait(false);
    }

    private async Task ChangeAsync(HttpContext context)
    {
        if (!StreamAddress.TryRead(TargetOf(context), Root + "/", out StreamName? name))
        {
            await NotFoundAsync(context).ConfigureAwait(false);
            return;
        }

        (MappingNode? body, ApiProblem? problem) = await ApiBody.ReadAsync(context).ConfigureAwait(false);
        if (body is not null) problem = await editing.ChangeAsync(name, SourceCredentials.Fold(body), IsLocal(context)).ConfigureAwait(false);
        if (problem is null && streams.Find(name.Value) is { } stream) await ApiAnswers.JsonAsync(context, ToResource(stream)).ConfigureAwait(false);
        else await ApiAnswers.ProblemAsync(context, problem ?? Problems.StreamNotFound(name.Value)).ConfigureAwait(false);
    }

    private async Task DeleteAsync(HttpContext context)
    {
        if (!StreamAddress.TryRead(TargetOf(context), Root + "/", out StreamName? name))
        {
            await NotFoundAsync(context).ConfigureAwait(false);
            return;
        }

        ApiProblem? problem = await editing.DeleteAsync(name).ConfigureAwait(false);
        if (problem is null) context.Response.StatusCode = StatusCodes.Status204NoContent;
        else await ApiAnswers.ProblemAsync(context, problem).ConfigureAwait(false);
    }

    /// <summary>Only a program on this machine may name a source on this machine.</summary>
    private static bool IsLocal(HttpContext context) => LocalAccess.IsGranted(context.Request, context.Connection.RemoteIpAddress);

    private StreamResource ToResource(LiveStream stream) => StreamResource.Of(stream, configuration.Current);

    private static string TargetOf(HttpContext context) => context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;

    private static Task NotFoundAsync(HttpContext context) => ApiAnswers.ProblemAsync(context, Problems.StreamNotFound((string?)context.Request.RouteValues["id"] ?? ""));
}
