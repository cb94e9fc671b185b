using Headrace.Server.Api.OpenApi;
using Headrace.Server.Hosting;
using Headrace.Server.Stats;
using Headrace.Streaming.Streams;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Headrace.Server.Api.Stats;

/// <summary><c>/api/v1/stats</c>: the server as a whole.</summary>
internal sealed class StatsRoutes(MediaPlane media, TimeProvider clock) : IApiRoutes
{
    private readonly long _start = clock.GetTimestamp();

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/stats", ShowAsync).WithMetadata(
        new ApiOperation("Shows how the server as a whole does.") { Answer = typeof(StatsResource) });

    private Task ShowAsync(HttpContext context)
    {
        IReadOnlyList<LiveStream> streams = media.Streams.All;
        StreamSnapshot[] snapshots = [.. streams.Select(stream => stream.Snapshot())];
        StreamRate[] rates = [.. streams.Select(media.Rates.Of)];
        return ApiAnswers.JsonAsync(context, new StatsResource(
            (long)clock.GetElapsedTime(_start).TotalSeconds, Math.Round(Environment.CpuUsage.TotalTime.TotalSeconds, 3), Environment.WorkingSet, GC.GetTotalMemory(forceFullCollection: false),
            media.Streams.Memory.Used, streams.Count, streams.Count(stream => stream.HasPublisher), media.Admission.Open,
            Math.Round(rates.Sum(rate => rate.BitrateIn)), Math.Round(rates.Sum(rate => rate.BitrateOut)), snapshots.Sum(stream => stream.BytesIn), snapshots.Sum(stream => stream.BytesOut),
            media.Sessions.All.CountBy(session => session.Protocol).ToDictionary(),
            snapshots.SelectMany(stream => stream.Tracks).CountBy(track => track.Codec).ToDictionary(), ProcessResource.Of(media.Rates.Process)));
    }
}
