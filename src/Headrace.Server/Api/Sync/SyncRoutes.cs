using Headrace.Server.Api.OpenApi;
using Headrace.Server.Configuration.Sources;
using Headrace.Streaming.Paths;
using Headrace.Streaming.Streams;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Headrace.Server.Api.Sync;

/// <summary><c>/api/v1/streams/NAME/sync</c> and <c>/api/v1/sync</c>: how sound and picture are in time, and a manual offset, which is kept over restarts.</summary>
internal sealed class SyncRoutes(StreamRegistry streams, StreamEditing editing) : IApiRoutes
{
    private const string Status = "/api/v1/sync/status/";
    private const string Adjust = "/api/v1/sync/adjust/";

    private static readonly ApiOperation Shows = new("Shows how sound and picture of a stream are in time.") { Answer = typeof(SyncResource), Problems = [ProblemKinds.StreamNotFound] };

    /// <summary>What is asked of a stream.</summary>
    internal static StreamPart Part { get; } = new(HttpMethods.Get, "sync", Shows, ShowAsync);

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Status + "{**id}", StatusAsync).WithMetadata(Shows);
        routes.MapPost(Adjust + "{**id}", AdjustAsync).WithMetadata(new ApiOperation("Presents the sound of a stream later, or earlier, than its timestamps say.")
        {
            Request = typeof(SyncAdjustment), Answer = typeof(SyncResource),
            Problems = [ProblemKinds.InvalidRequest, ProblemKinds.StreamNotFound, ProblemKinds.KeyIsFixed, ProblemKinds.UnsupportedMediaType, ProblemKinds.NotKept],
        });
    }

    private static Task ShowAsync(HttpContext context, LiveStream stream) => ApiAnswers.JsonAsync(context, SyncResource.Of(stream));

    private Task StatusAsync(HttpContext context) => StreamAddress.TryRead(TargetOf(context), Status, out StreamName? name) && streams.Find(name.Value) is { } stream
        ? ShowAsync(context, stream)
        : ApiAnswers.ProblemAsync(context, Problems.StreamNotFound(name?.Value ?? ""));

    private async Task AdjustAsync(HttpContext context)
    {
        (MappingNode? body, ApiProblem? problem) = await ApiBody.ReadAsync(context).ConfigureAwait(false);
        SyncAdjustment? adjustment = null;
        if (body is not null) SyncAdjustment.TryRead(body, out adjustment, out problem);
        if (!StreamAddress.TryRead(TargetOf(context), Adjust, out StreamName? name)) problem ??= Problems.StreamNotFound("");
        problem ??= await editing.ChangeAsync(name!, adjustment!.ToSettings(body!), isLocal: false).ConfigureAwait(false);
        if (problem is null && streams.Find(name!.Value) is { } stream) await ShowAsync(context, stream).ConfigureAwait(false);
        else await ApiAnswers.ProblemAsync(context, problem ?? Problems.StreamNotFound(name!.Value)).ConfigureAwait(false);
    }

    private static string TargetOf(HttpContext context) => context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
}
