using Headrace.Endpoints.Tests.Hosting;
using Headrace.Endpoints.Tests.Made;

namespace Headrace.Endpoints.Tests.Rtsp;

/// <summary>What goes in comes out.</summary>
public sealed class PublishAndPlayTests
{
    [Fact]
    public async Task EveryUnitComesOutOnceInOrderAndByteEqual()
    {
        await using TestServer server = new();
        await using TestPublisher publisher = await server.PublishAsync();
        await publisher.SendAsync(2);
        await using TestViewer viewer = await server.PlayAsync();
        for (int sent = 2; sent < 102; sent += 10)
        {
            await publisher.SendAsync(10);
            await viewer.ReadUntilAsync(() => viewer.Video.Units.Count == sent + 10);
        }

        Assert.True(viewer.Audio.Units.Count > 180, "sound came with the pictures");
        MadeUnit.AssertSame(publisher.SentVideo, viewer.Video.Units);
        MadeUnit.AssertSame(publisher.SentAudio.SkipWhile(unit => !unit.HasBytesOf(viewer.Audio.Units[0])), viewer.Audio.Units);
        Assert.True(viewer.Reports >= 2, "sender reports come with the media");
    }

    [Fact]
    public async Task TimestampsStepAsTheyWereSent()
    {
        await using TestServer server = new();
        await using TestPublisher publisher = await server.PublishAsync();
        await publisher.SendAsync(2);
        await using TestViewer viewer = await server.PlayAsync();
        await publisher.SendAsync(30);
        await viewer.ReadUntilAsync(() => viewer.Video.Units.Count == 32);
        await publisher.SendAsync(30);
        await viewer.ReadUntilAsync(() => viewer.Video.Units.Count == 62 && viewer.Audio.Units.Count > 100);
        Assert.All(viewer.Video.Units.Zip(viewer.Video.Units.Skip(1)), pair => Assert.Equal(3600u, pair.Second.Timestamp - pair.First.Timestamp));
        Assert.All(viewer.Audio.Units.Zip(viewer.Audio.Units.Skip(1)), pair => Assert.Equal(1024u, pair.Second.Timestamp - pair.First.Timestamp));
    }

    [Fact]
    public async Task RtpInfoNamesTheFirstPacketsOfEachTrack()
    {
        await using TestServer server = new();
        await using TestPublisher publisher = await server.PublishAsync();
        await publisher.SendAsync(60);
        await using TestViewer viewer = await server.PlayAsync();
        await publisher.SendAsync(10);
        await viewer.ReadUntilAsync(() => viewer.Video.Units.Count == 20 && viewer.Audio.Units.Count > 1);
        Assert.Equal(viewer.Tracks.Select(track => track.Url), viewer.Info.Keys);
        (ushort sequence, uint time) = viewer.Info[viewer.Tracks.Single(track => track.IsVideo).Url];
        Assert.Equal((sequence, time), viewer.Video.First);
        (sequence, time) = viewer.Info[viewer.Tracks.Single(track => !track.IsVideo).Url];
        Assert.Equal(sequence, viewer.Audio.First!.Value.Sequence);

        // The same instant as the picture: within a frame of sound of the first packet.
        Assert.InRange(unchecked((int)(viewer.Audio.First.Value.Timestamp - time)), -1024, 1024);
    }

    [Fact]
    public async Task ViewerBeginsAtTheNewestKeyFrameHeld()
    {
        await using TestServer server = new();
        await using TestPublisher publisher = await server.PublishAsync();
        await publisher.SendAsync(60);
        await using TestViewer viewer = await server.PlayAsync();
        await publisher.SendAsync(5);
        await viewer.ReadUntilAsync(() => viewer.Video.Units.Count == 15);
        Assert.True(viewer.Video.Units[0].IsKey);
        MadeUnit.AssertSame(publisher.SentVideo.Skip(50), viewer.Video.Units);
    }

    [Fact]
    public async Task ViewerWhoseStreamStartsAtTheNextKeyFrameIsToldNoNumbers()
    {
        await using TestServer server = new(defaults: new() { StartsCached = false });
        await using TestPublisher publisher = await server.PublishAsync();
        await publisher.SendAsync(10);
        await using TestViewer viewer = await server.PlayAsync();
        Assert.Empty(viewer.Info);
        await publisher.SendAsync(20);
        await viewer.ReadUntilAsync(() => viewer.Video.Units.Count == 5);
        MadeUnit.AssertSame(publisher.SentVideo.Skip(25), viewer.Video.Units);
    }

    [Theory]
    [InlineData(0, 10)]
    [InlineData(1, 0)]
    [InlineData(1, 200)]
    public async Task OneTrackOnChannelsOfTheViewersChoice(int track, byte channel)
    {
        await using TestServer server = new();
        await using TestPublisher publisher = await server.PublishAsync();
        await publisher.SendAsync(30);
        await using TestViewer viewer = new(await server.ConnectAsync(), "cam");
        await viewer.DescribeAsync();
        await viewer.SetUpAsync(track, channel);
        await viewer.PlayAsync();
        await publisher.SendAsync(20);
        RtpUnits units = viewer.Tracks[track].IsVideo ? viewer.Video : viewer.Audio;
        await viewer.ReadUntilAsync(() => units.Units.Count >= 25);
        Assert.Equal(viewer.Info.Values.Single().Sequence, units.First!.Value.Sequence);
        MadeUnit.AssertSame(publisher.Sent.Where(unit => unit.IsVideo == units.IsVideo).SkipWhile(unit => !unit.HasBytesOf(units.Units[0])), units.Units);
    }

    [Fact]
    public async Task AllTracksOnSwappedChannels()
    {
        await using TestServer server = new();
        await using TestPublisher publisher = await server.PublishAsync();
        await publisher.SendAsync(30);
        await using TestViewer viewer = new(await server.ConnectAsync(), "cam");
        await viewer.DescribeAsync();
        await viewer.SetUpAsync(0, 2);
        await viewer.SetUpAsync(1, 0);
        await viewer.PlayAsync();
        await publisher.SendAsync(40);
        await viewer.ReadUntilAsync(() => viewer.Video.Units.Count == 45 && viewer.Audio.Units.Count >= 80);
        MadeUnit.AssertSame(publisher.SentVideo.Skip(25), viewer.Video.Units);
    }

    [Fact]
    public async Task ManyViewersGetTheSameNumbers()
    {
        await using TestServer server = new();
        await using TestPublisher publisher = await server.PublishAsync();
        await publisher.SendAsync(30);
        List<TestViewer> viewers = [];
        for (int i = 0; i < 20; i++) viewers.Add(await server.PlayAsync());
        await publisher.SendAsync(30);
        foreach (TestViewer viewer in viewers)
        {
            await viewer.ReadUntilAsync(() => viewer.Video.Units.Count == 35);
            Assert.Equal(viewers[0].Video.First, viewer.Video.First);
            MadeUnit.AssertSame(publisher.SentVideo.Skip(25), viewer.Video.Units);
            Assert.All(viewer.Audio.Units.Zip(viewer.Audio.Units.Skip(1)), pair => Assert.Equal(1024u, pair.Second.Timestamp - pair.First.Timestamp));
            await viewer.DisposeAsync();
        }
    }
}
