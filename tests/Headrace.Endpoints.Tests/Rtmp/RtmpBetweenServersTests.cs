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
        await Eventually.True(() => StreamUnits.Of(copy, MediaKind.Video).Count >= 60 && StreamUnits.Of(copy, MediaKind.Audio).Count > 50, "the units come", cancellation: Cancellation);
        StreamUnits.AssertIsRun(first.Stream(), copy, MediaKind.Video);
        StreamUnits.AssertIsRun(first.Stream(), copy, MediaKind.Audio);
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
        await Eventually.True(() => StreamUnits.Of(copy, MediaKind.Video).Count >= 60 && StreamUnits.Of(copy, MediaKind.Audio).Count > 50, "the units come", cancellation: Cancellation);
        StreamUnits.AssertIsRun(first.Server.Stream(), copy, MediaKind.Video);
        StreamUnits.AssertIsRun(first.Server.Stream(), copy, MediaKind.Audio);
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
}
