using Headrace.Endpoints.Tests.Hosting;
using Headrace.Endpoints.Tests.Rtsp;
using Headrace.Streaming.Streams;
using Headrace.TestKit;

namespace Headrace.Endpoints.Tests.Hls;

public sealed class AlwaysOnTests : HlsTest
{
    protected override StreamOptions Stream => new() { Hls = new HlsOptions { AlwaysOn = true } };

    [Fact]
    public async Task SegmentsAreMadeWhileNobodyWatches()
    {
        await Publisher.SendAsync(25 * 20);
        Assert.Equal(1, Server.Stream().Branches.Count);
        string text = await Host.GetTextAsync("/cam/index.m3u8");
        string url = "/cam/" + text.Split('\n').First(line => line.StartsWith("hls/", StringComparison.Ordinal));
        LivePlaylist now = await ReloadAsync(url);
        Assert.InRange(now.Segments.Length, 7, 10);
    }

    [Fact]
    public async Task PublisherThatReturnsAfterTheStreamWasForgottenIsPackagedAnew()
    {
        await Publisher.SendAsync(25 * 5);
        await Publisher.DisposeAsync();
        await Eventually.True(() => Server.Sessions.Count == 0, "the publisher is gone");
        Server.Time.Advance(TimeSpan.FromSeconds(15));
        Assert.Null(Server.Streams.Find("cam"));
        await using TestPublisher second = await Server.PublishAsync(plan: new PublishPlan { Seed = 5 });
        await second.SendAsync(25 * 5);
        Assert.Equal(1, Server.Stream().Branches.Count);
        await Host.GetTextAsync("/cam/index.m3u8");
    }
}
