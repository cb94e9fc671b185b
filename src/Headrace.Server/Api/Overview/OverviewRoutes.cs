using Headrace.Server.Api.OpenApi;
using Headrace.Server.Commands;
using Headrace.Server.Hosting;
using Headrace.Server.Stats;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Headrace.Server.Api.Overview;

/// <summary><c>/api/v1/overview</c>: the server and its streams in brief.</summary>
internal sealed class OverviewRoutes(MediaPlane media, TimeProvider clock) : IApiRoutes
{
    private readonly long _start = clock.GetTimestamp();

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/overview", ShowAsync).WithMetadata(
        new ApiOperation("Shows the server and its streams in brief, as a status page needs them.") { Answer = typeof(OverviewResource), Query = ApiOperation.PageQuery, Problems = [ProblemKinds.InvalidRequest] });

    private Task ShowAsync(HttpContext context)
    {
        if (!Paging.TryRead(context.Request.Query, out Paging paging, out ApiProblem? problem)) return ApiAnswers.ProblemAsync(context, problem);
        (LiveStream Stream, StreamRate Rate)[] streams = [.. media.Streams.All.Select(stream => (stream, media.Rates.Of(stream)))];
        return ApiAnswers.JsonAsync(context, new OverviewResource(
            Server([.. streams.Select(one => one.Rate)]), [.. media.Protocols.All.Select(ProtocolResource.Of)], paging.Of(streams, one => StreamSummaryResource.Of(one.Stream, one.Rate, media.Sessions))));
    }

    private ServerSummaryResource Server(IReadOnlyList<StreamRate> rates)
    {
        IReadOnlyList<Session> sessions = media.Sessions.All;
        return new ServerSummaryResource(
            VersionCommand.Current, clock.GetUtcNow().UtcDateTime, (long)clock.GetElapsedTime(_start).TotalSeconds, Environment.ProcessorCount, Math.Round(media.Rates.Process.CoresUsed, 3),
            Environment.WorkingSet, media.Streams.Memory.Used, media.Streams.Memory.Limit, ApiWords.Of(media.Streams.Budget.Level),
            sessions.Count(session => session.Role == SessionRole.Publisher), sessions.Count(session => session.Role == SessionRole.Viewer), media.Admission.Open,
            Math.Round(rates.Sum(rate => rate.BitrateIn)), Math.Round(rates.Sum(rate => rate.BitrateOut)));
    }
}
