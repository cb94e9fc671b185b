using Headrace.Endpoints.Rtmp.Pull;
using Headrace.Endpoints.Tests.Forwarding;
using Headrace.Endpoints.Tests.Hosting;
using Headrace.Endpoints.Tests.Rtsp;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtmp.Client;
using Headrace.Streaming.Forwarding;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.Streaming.Supervision;
using Headrace.TestKit;

namespace Headrace.Endpoints.Tests.Rtmp;

/// <summary>One server fetches a stream from another over RTMP, or publishes it there.</summary>
public sealed class RtmpBetweenServersTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AllUnitsComeOutOfTheOtherServerAsTheyAre()
    {
        await using RtmpHost second = new();
        await using TestServer first = new() { IsBesideAnother = true };
        await using TestPublisher publisher = await first.PublishAsync();
        await publisher.SendAsync(2);
        await using TestForward forward = new(first, second.Url("site/copy"));
        await forward.StateAsync(ForwardState.Forwarding);
        for (int i = 0; i < 60; i++)
        {
            await publisher.SendAsync(1);
            second.Time.Advance(TimeSpan.FromMilliseconds(33));
        }

        LiveStream copy = await Eventually.Value(() => second.Server.Streams.Find("site/copy"), () => $"the stream is there\n{second.Server.Log}", cancellation: Cancellation);
        await Eventually.True(() => Units(copy, MediaKind.Video).Count >= 60 && Units(copy, MediaKind.Audio).Count > 50, "the units come", cancellation: Cancellation);
        AssertIsRun(Units(first.Stream(), MediaKind.Video), Units(copy, MediaKind.Video));
        AssertIsRun(Units(first.Stream(), MediaKind.Audio), Units(copy, MediaKind.Audio));
        Assert.Equal(("rtmp", 0), (forward.Now.Protocol, forward.Now.Tries));
    }

    [Fact]
    public async Task AStreamIsFetchedAsItIs()
    {
        await using RtmpHost first = new();
        await using TestServer second = new() { IsBesideAnother = true };
        await using TestPublisher publisher = await first.Server.PublishAsync();
        await publisher.SendAsync(30);
        Assert.True(RtmpLocation.TryParse(first.Url("cam"), out RtmpLocation? location));
        RtmpSource source = new(new RtmpSourceOptions { Stream = "copy", Location = location }, second.Streams, second.Sessions, second.Time, second.Log);
        using CancellationTokenSource stop = new();
        Task<SourceEnd> run = source.RunAsync(stop.Token);
        await first.SessionAsync(SessionRole.Viewer);
        for (int i = 0; i < 60; i++)
        {
            await publisher.SendAsync(1);
            second.Time.Advance(TimeSpan.FromMilliseconds(33));
        }

        LiveStream copy = await Eventually.Value(() => second.Streams.Find("copy"), () => $"the stream is there\n{second.Log}", cancellation: Cancellation);
        await Eventually.True(() => Units(copy, MediaKind.Video).Count >= 60 && Units(copy, MediaKind.Audio).Count > 50, "the units come", cancellation: Cancellation);
        AssertIsRun(Units(first.Server.Stream(), MediaKind.Video), Units(copy, MediaKind.Video));
        AssertIsRun(Units(first.Server.Stream(), MediaKind.Audio), Units(copy, MediaKind.Audio));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }

    [Fact]
    public async Task WhatCannotBeFetchedIsSaidInOneClause()
    {
        await using RtmpHost host = new();
        Assert.True(RtmpLocation.TryParse(host.Url("nobody"), out RtmpLocation? location));
        RtmpSource source = new(new RtmpSourceOptions { Stream = "copy", Location = location }, host.Server.Streams, host.Server.Sessions, host.Time, host.Server.Log);
        SourceEnd end = await source.RunAsync(Cancellation);
        Assert.Equal(("it refuses to play (NetStream.Play.StreamNotFound: nobody publishes the stream)", TimeSpan.Zero), (end.Fault, end.Worked));
    }

    private static void AssertIsRun(List<byte[]> sent, List<byte[]> came)
    {
        int first = sent.FindIndex(unit => unit.AsSpan().SequenceEqual(came[0]));
        Assert.True(first >= 0, "the first unit was never sent");
        Assert.All(came.Zip(sent.Skip(first)), pair => Assert.Equal(pair.Second, pair.First));
    }

    /// <summary>The bytes of the units of a kind that are held.</summary>
    private static List<byte[]> Units(LiveStream stream, MediaKind kind)
    {
        List<byte[]> units = [];
        for (long i = stream.Ring.Tail; i < stream.Ring.Head; i++)
        {
            if (stream.Ring.TryTake(i) is not { } unit) continue;
            if (unit.Track.Kind == kind) units.Add(unit.Payload.Span.ToArray());
            unit.Release();
        }

        return units;
    }
}
