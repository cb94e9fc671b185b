using Headrace.Media.Buffers;
using Headrace.Server.Api.OpenApi;
using Headrace.Server.Hosting;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Headrace.Server.Api;

/// <summary><c>/api/v1/census</c>.</summary>
internal sealed class CensusRoutes(MediaPlane media) : IApiRoutes
{
    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/census", ShowAsync).WithMetadata(
        new ApiOperation("Counts what is alive.") { Answer = typeof(CensusResource) });

    private Task ShowAsync(HttpContext context) => ApiAnswers.JsonAsync(context, Count());

    private CensusResource Count()
    {
        IReadOnlyList<LiveStream> streams = media.Streams.All;
        IReadOnlyList<Session> sessions = media.Sessions.All;
        MediaBufferPool pool = MediaBufferPool.Shared;
        return new CensusResource(
            streams.Count, streams.Count(stream => stream.HasPublisher),
            sessions.Count, sessions.Count(session => session.Role == SessionRole.Publisher), sessions.Count(session => session.Role == SessionRole.Viewer),
            media.Admission.Open, media.Admission.Refused, streams.Sum(stream => stream.Branches.Count), media.Children,
            pool.Outstanding, pool.OutstandingBytes, pool.RetainedBytes, media.Streams.Memory.Used, OwnersOf(streams), pool.OutstandingBytes - media.Streams.Memory.Used, media.Streams.Memory.Limit,
            ApiWords.Of(media.Streams.Budget.Level), media.Streams.Limits.Counts.ToDictionary());
    }

    private static Dictionary<string, long> OwnersOf(IReadOnlyList<LiveStream> streams) =>
        streams.SelectMany(stream => stream.Memory.Owners).GroupBy(owner => owner.Name).ToDictionary(owners => owners.Key, owners => owners.Sum(owner => owner.Used));
}
