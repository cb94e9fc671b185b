using System.Net;
using Headrace.Endpoints.Srt;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.TestKit;
using Headrace.Transport.Srt;

namespace Headrace.Endpoints.Tests.Srt;

/// <summary>Publishers and viewers over good and bad networks.</summary>
[Trait("Speed", "slow")]
public sealed class SrtLinkTests
{
    [Fact]
    public async Task WhatIsPublishedIsReadWholeAndMeasured()
    {
        await using SrtServer server = new();
        await using SrtTestPublisher publisher = await server.PublishAsync();
        using SrtTestViewer viewer = new(await server.CallAsync("read:cam", new SrtSocketOptions { Latency = TimeSpan.FromMilliseconds(300) }));
        await Eventually.True(() => viewer is { Pictures: > 40, Sounds: > 60 }, $"pictures and sound come\n{server.Log}");
        Assert.Equal(0, viewer.Faults + viewer.Damaged);
        Session sends = await server.SessionAsync(SessionRole.Publisher);
        Session reads = await server.SessionAsync(SessionRole.Viewer);
        await Eventually.True(() => sends.Link is { Counts.Packets: > 0, Rate: > 100_000 } && reads.Link is { Counts.Packets: > 0, Rate: > 100_000 }, "both are measured");
        Assert.Equal(TimeSpan.FromMilliseconds(120), sends.Link!.Latency);
        Assert.Equal(TimeSpan.FromMilliseconds(300), reads.Link!.Latency);
        Assert.Equal(0, sends.Link.Counts.Dropped + reads.Link.Counts.Dropped);
        Assert.Equal(0, sends.Link.KeyBits);
        Assert.StartsWith("SRT 1.", reads.UserAgent, StringComparison.Ordinal);
        Assert.True(sends.BytesIn > 0 && reads.BytesOut >= viewer.Bytes);
    }

    [Fact]
    public async Task NothingIsLostAtFivePercentWithinTheLatency()
    {
        await using SrtServer server = new();
        using LossyRelay relay = new(server.Address, seed: 5);
        SrtSocketOptions patient = new() { Latency = TimeSpan.FromMilliseconds(400) };
        await using SrtTestPublisher publisher = await server.PublishAsync(options: patient, by: relay.Address);
        using SrtTestViewer viewer = new(await server.CallAsync("read:cam", patient, relay.Address));
        relay.Loss = 0.05;
        await Eventually.True(() => viewer.Pictures > 100 && relay.Lost > 50, "pictures come though datagrams are lost");
        Session sends = await server.SessionAsync(SessionRole.Publisher);
        await Eventually.True(() => sends.Link is { Counts: { Lost: > 0, Retransmitted: > 0 } }, "what was lost was counted");
        Assert.Equal(0, sends.Link!.Counts.Dropped);
        Assert.Equal(0, viewer.Faults + viewer.Damaged);
        Assert.Equal(0, server.Stream().Snapshot().Tracks.Sum(track => track.Damaged));
    }

    [Fact]
    public async Task WhatComesTooLateIsDroppedAndSaidAndTheStreamRecovers()
    {
        await using SrtServer server = new(options: new SrtEndpointOptions { Latency = TimeSpan.FromMilliseconds(20) });
        using LossyRelay relay = new(server.Address, seed: 30);
        SrtSocketOptions hasty = new() { Latency = TimeSpan.FromMilliseconds(20) };
        await using SrtTestPublisher publisher = await server.PublishAsync(options: hasty, by: relay.Address);
        using SrtTestViewer viewer = new(await server.CallAsync("read:cam"));
        await Eventually.True(() => viewer.Pictures > 10, "pictures come");
        Session sends = await server.SessionAsync(SessionRole.Publisher);
        relay.Loss = 0.3;
        await Eventually.True(() => sends.Link is { Counts.Dropped: > 0 }, "what came too late was dropped");
        relay.Loss = 0;
        Assert.Contains("did not come again in time", server.Log.ToString(), StringComparison.Ordinal);
        await Eventually.True(() => server.Stream().Snapshot().Tracks.Any(track => track.Transport is { Lost: > 0 }), "the stream says that packets were lost");
        int before = viewer.Pictures;
        await Eventually.True(() => viewer.Pictures > before + 50, "it goes on");
        Assert.Equal(0, viewer.Damaged);
        Assert.Null(sends.EndReason);
    }

    [Fact]
    public async Task ViewerBehindADeadNetworkSkipsAndGoesOnWhole()
    {
        await using SrtServer server = new();
        using LossyRelay relay = new(server.Address, seed: 1);
        await using SrtTestPublisher publisher = await server.PublishAsync();
        using SrtTestViewer viewer = new(await server.CallAsync("read:cam", by: relay.Address));
        using SrtTestViewer other = new(await server.CallAsync("read:cam"));
        await Eventually.True(() => viewer.Pictures > 10 && other.Pictures > 10, "pictures come");
        relay.Loss = 1;
        int sent = other.Pictures;
        await Eventually.True(() => other.Pictures > sent + 75, "time passes for the others, three seconds of it");
        relay.Loss = 0;
        int before = viewer.Pictures;
        await Eventually.True(() => viewer.Pictures > before + 30, $"he goes on\n{server.Log}");
        Assert.InRange(server.Sessions.All.Sum(session => session.Skips), 1, 3);
        Assert.Equal(0, viewer.Damaged);
        Assert.Equal(0, other.Faults);
        Assert.False(viewer.HasEnded);
    }

    [Fact]
    public async Task ViewerWhoFallsBehindAgainAndAgainIsTooSlow()
    {
        // What he may be sent is two thirds of the stream; each time that he is behind he goes on at a key frame, and is behind again.
        await using SrtServer server = new(new StreamOptions { MaxLag = TimeSpan.FromMilliseconds(100) }, new SrtEndpointOptions { MaxBandwidth = 2_600_000 });
        await using SrtTestPublisher publisher = await server.PublishAsync(gop: 1);
        using SrtTestViewer viewer = new(await server.CallAsync("read:cam"));
        Session slow = await server.SessionAsync(SessionRole.Viewer);
        await Eventually.True(() => slow.EndReason is not null, $"he is let go\n{server.Log}", TimeSpan.FromSeconds(60));
        Assert.Equal(SessionEndReason.TooSlow, slow.EndReason);
        Assert.True(slow.Skips > 0, "he was given chances");
        await Eventually.True(() => viewer.HasEnded, "his connection ends");
        Assert.Contains("left SRT (TooSlow)", server.Log.ToString(), StringComparison.Ordinal);
        Assert.False(publisher.HasEnded);
    }

    [Fact]
    public async Task PeerThatIsCutOffIsLostAndOneThatLeavesHasClosed()
    {
        await using SrtServer server = new(new StreamOptions { PublisherGrace = TimeSpan.FromMinutes(1) });
        using LossyRelay relay = new(server.Address, seed: 1);
        await using (SrtTestPublisher polite = await server.PublishAsync())
        {
            Session leaving = await server.SessionAsync(SessionRole.Publisher);
            await polite.DisposeAsync();
            await Eventually.True(() => leaving.EndReason == SessionEndReason.Closed, $"who leaves has closed\n{server.Log}");
            await Eventually.True(() => server.Sessions.Count == 0, "he is gone");
        }

        await using SrtTestPublisher publisher = await server.PublishAsync(by: relay.Address);
        Session lost = await server.SessionAsync(SessionRole.Publisher);
        await Eventually.True(() => lost.Link is not null, "he was measured");
        relay.Loss = 1;
        await Eventually.True(() => lost.EndReason is not null, "he is missed");
        Assert.Equal(SessionEndReason.ConnectionLost, lost.EndReason);
        await using SrtTestPublisher returned = await server.PublishAsync();
        await Eventually.True(() => server.Stream().HasPublisher, "who comes back within the grace goes on");
    }

    [Fact]
    public async Task PublisherOfNothingUsableIsLetGo()
    {
        await using SrtServer server = new(options: new SrtEndpointOptions { MediaTimeout = TimeSpan.FromSeconds(1) });
        using SrtConnection caller = await server.CallAsync("publish:cam");
        Session session = await server.SessionAsync(SessionRole.Publisher);
        caller.Send(new byte[1000]);
        await Eventually.True(() => session.EndReason is not null, "he is let go");
        Assert.Equal(SessionEndReason.TimedOut, session.EndReason);
        Assert.Contains("no transport packets have come", server.Log.ToString(), StringComparison.Ordinal);
        Assert.Null(server.Streams.Find("cam"));
    }

    [Fact]
    public async Task ViewerWhoIsKickedSeesTheEnd()
    {
        await using SrtServer server = new();
        await using SrtTestPublisher publisher = await server.PublishAsync();
        using SrtTestViewer viewer = new(await server.CallAsync("read:cam"));
        await Eventually.True(() => viewer.Pictures > 0, "he sees something");
        Session session = await server.SessionAsync(SessionRole.Viewer);
        session.End(SessionEndReason.Kicked);
        await Eventually.True(() => viewer.HasEnded && server.Sessions.Count == 1, "he is out");
        Assert.Equal(0, server.Stream().Snapshot().Readers);
    }

    [Fact]
    public async Task SecondPublisherTakesOver()
    {
        await using SrtServer server = new();
        await using SrtTestPublisher first = await server.PublishAsync();
        using SrtTestViewer viewer = new(await server.CallAsync("read:cam"));
        await Eventually.True(() => viewer.Pictures > 10, "he sees something");
        await using SrtTestPublisher second = await server.PublishAsync();
        await Eventually.True(() => first.HasEnded, "the first one is sent away");
        int before = viewer.Pictures;
        await Eventually.True(() => viewer.Pictures > before + 25, "the viewer sees the second");
        Assert.Equal(0, viewer.Damaged);
    }
}
