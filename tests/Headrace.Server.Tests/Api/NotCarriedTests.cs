using System.Text.Json;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.G711;
using Headrace.Media.Timeline;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.Server.Tests.Hosting;
using Headrace.Streaming.Streams;

namespace Headrace.Server.Tests.Api;

/// <summary>Each track says which outputs leave it out.</summary>
public sealed class NotCarriedTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("streams/door")]
    [InlineData("streams/door/stats")]
    public async Task TrackNamesTheOutputsThatLeaveItOutAndWhy(string resource)
    {
        await using TestHost server = await TestHost.StartAsync();
        G711Format format = G711Format.Of(G711Codec.MuLaw);
        Assert.Equal(PublishRefusal.None, server.Host.Media.Streams.TryPublish("door", [new AnnouncedTrack(format.Codec, format, ParameterSets.Empty, format.ClockRate)], null, out Publication? publication));
        publication!.Publish(0, new InputTimestamps(0), MonotonicTime.Now(TimeProvider.System), new AssembledUnit
        {
            Payload = MediaBufferPool.Shared.Copy(new byte[160], publication.Memory),
            Format = format,
            ParameterSets = ParameterSets.Empty,
            RandomAccess = RandomAccess.Idr,
            NominalDuration = 160,
        });
        using JsonDocument answer = JsonDocument.Parse(await server.Client.GetStringAsync($"/api/v1/{resource}", Cancellation));
        JsonElement[] gaps = [.. answer.RootElement.GetProperty("tracks")[0].GetProperty("notCarried").EnumerateArray()];
        Assert.Equal(["mp4", "mpegts"], gaps.Select(gap => gap.GetProperty("output").GetString()));
        Assert.All(gaps, static gap => Assert.Equal(["rtp", "flv"], gap.GetProperty("carriedBy").EnumerateArray().Select(static form => form.GetString())));
        Assert.All(gaps, static gap => Assert.StartsWith("G.711 µ-law goes out over RTSP", gap.GetProperty("advice").GetString(), StringComparison.Ordinal));
        Assert.Contains("no stream type", gaps[1].GetProperty("reason").GetString(), StringComparison.Ordinal);
        publication.End();
    }
}
