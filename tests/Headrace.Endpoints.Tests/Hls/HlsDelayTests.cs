using Headrace.Endpoints.Tests.Rtsp;
using Headrace.Streaming.Figures;

namespace Headrace.Endpoints.Tests.Hls;

/// <summary>What is measured of the way to viewers of HLS, on a clock that moves with the media.</summary>
public sealed class HlsDelayTests : HlsTest
{
    private ProtocolDelays Delays => Server.Stream().Delays.Of("hls");

    [Fact]
    public async Task FirstMediaIsCountedOnceAViewerFromHisFirstPlaylistRequest()
    {
        string url = await JoinAsync();
        LivePlaylist now = await ReloadAsync(url);
        Assert.Equal(0, Delays.FirstFrame.Count);
        await Publisher.SendAsync(25);
        await FetchAsync(Beside(url, now.Segments[^1]));
        Assert.Equal(1, Delays.FirstFrame.Count);
        // The playlist was asked for before the first segment was complete, and a second of media came since it was there.
        Assert.InRange(Delays.FirstFrame.Quantile(1)!.Value.TotalSeconds, 1, 20);
        await FetchAsync(Beside(url, now.Segments[^1]));
        Assert.Equal(1, Delays.FirstFrame.Count);
        string second = await JoinAsync();
        Assert.NotEqual(url, second);
        await FetchAsync(Beside(url, now.Segments[^1]));
        await FetchAsync(Beside(url, now.Segments[^1]));
        Assert.Equal(2, Delays.FirstFrame.Count);
    }

    [Fact]
    public async Task DelayOfAPartIsThatOfItsLastUnitWhereItWasWaitedForOrIsTheNewest()
    {
        string url = await JoinAsync();
        LivePlaylist now = await ReloadAsync(url);
        Assert.Equal(0, Delays.Latency.Count);
        Task<HttpResponseMessage> hinted = Host.GetAsync(Beside(url, now.Hint));
        await WaitsAsync(1);
        (await PublishUntilAsync(hinted)).Dispose();
        Assert.Equal(1, Delays.Latency.Count);
        // A part is complete when the unit after its last is here: a frame of 25 a second later, and the answer may cross the next ones.
        Assert.InRange(Delays.Latency.Quantile(1)!.Value.TotalSeconds, 0.03, 1);
        now = await ReloadAsync(url);
        await FetchAsync(Beside(url, now.Parts[^1]));
        Assert.Equal(2, Delays.Latency.Count);
    }

    [Fact]
    public async Task WhatIsFetchedToCatchUpIsNoDelayOfTheStream()
    {
        string url = await JoinAsync();
        await Publisher.SendAsync(200);
        LivePlaylist now = await ReloadAsync(url);
        await FetchAsync(Beside(url, now.Segments[0]));
        await FetchAsync(Beside(url, now.Parts[0]));
        Assert.Equal(0, Delays.Latency.Count);
        await FetchAsync(Beside(url, now.Segments[^1]));
        Assert.Equal(1, Delays.Latency.Count);
        Assert.Contains(Server.Stream().Snapshot().Delays, delays => delays.Protocol == "hls" && delays.Latency.Count == 1);
    }

    private async Task FetchAsync(string path)
    {
        using HttpResponseMessage response = await Host.GetAsync(path);
        response.EnsureSuccessStatusCode();
        await response.Content.ReadAsByteArrayAsync();
    }
}
