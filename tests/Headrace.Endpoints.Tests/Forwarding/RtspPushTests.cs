using Headrace.Endpoints.Tests.Hosting;
using Headrace.Endpoints.Tests.Rtsp;
using Headrace.Streaming.Forwarding;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.TestKit;

namespace Headrace.Endpoints.Tests.Forwarding;

/// <summary>A stream of one server is published at another one.</summary>
public sealed class RtspPushTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AllUnitsComeOutOfTheOtherServerAsTheyAre()
    {
        await using TestServer second = new();
        await using TestServer first = new() { IsBesideAnother = true };
        await using TestPublisher publisher = await first.PublishAsync();
        await publisher.SendAsync(2);
        await using TestForward forward = new(first, $"rtsp://127.0.0.1:{second.Address.Port}/site/copy");
        await forward.StateAsync(ForwardState.Forwarding);
        for (int i = 0; i < 60; i++) await publisher.SendAsync(1);
        LiveStream copy = await Eventually.Value(() => second.Streams.Find("site/copy"), () => "the stream is there", cancellation: Cancellation);
        await Eventually.True(() => Units(copy, 0).Count >= 61, "the pictures come", cancellation: Cancellation);

        // The last picture is known to be whole when the next one begins.
        byte[][] sent = [.. Units(first.Stream(), 0)];
        byte[][] came = [.. Units(copy, 0)];
        AssertIsRun(sent, came);
        byte[][] sound = [.. Units(copy, 1)];
        AssertIsRun([.. Units(first.Stream(), 1)], sound);
        Assert.True(sound.Length > 50);
        Assert.Equal(("rtsp", 0), (forward.Now.Protocol, forward.Now.Tries));
        Assert.Contains(first.Sessions.All, session => session is { Protocol: "rtsp", Role: SessionRole.Viewer, StreamName: "cam" });
    }

    [Fact]
    public async Task TargetThatGoesAndReturnsIsFoundAgain()
    {
        await using TestServer first = new();
        await using TestPublisher publisher = await first.PublishAsync();
        await publisher.SendAsync(2);
        int port = FreePorts.Take(1)[0];
        await using TestForward forward = new(first, $"rtsp://127.0.0.1:{port}/copy");
        await forward.StateAsync(ForwardState.Failed);
        Assert.Contains("cannot be reached", forward.Now.LastError, StringComparison.Ordinal);
        for (int i = 0; i < 2; i++)
        {
            await using TestServer second = new(port: port) { IsBesideAnother = true };
            await Eventually.True(
                () =>
                {
                    first.Time.Advance(TimeSpan.FromMilliseconds(500));
                    return forward.Now.State == ForwardState.Forwarding;
                },
                "it is found", cancellation: Cancellation);
            await publisher.SendAsync(5);
            await Eventually.True(() => second.Streams.Find("copy") is { Tracks.Length: 2 }, "media comes", cancellation: Cancellation);
            await second.StopAsync();
            await Eventually.True(() => forward.Now.State != ForwardState.Forwarding, "its end is seen", cancellation: Cancellation);
        }
    }

    [Fact]
    public async Task StreamIsNotForwardedToItself()
    {
        await using TestServer server = new();
        await using TestPublisher publisher = await server.PublishAsync();
        await publisher.SendAsync(2);
        await using TestForward forward = new(server, $"rtsp://127.0.0.1:{server.Address.Port}/cam", with: context => context with { OwnRtspPorts = () => [server.Address.Port] });
        await forward.StateAsync(ForwardState.Failed);
        Assert.Contains("the stream itself", forward.Now.LastError, StringComparison.Ordinal);
        Assert.NotNull(server.Stream().Snapshot().PublisherSession);
    }

    [Fact]
    public async Task ForwardingEndsWithTheStreamAndGivesEverythingBack()
    {
        await using TestServer second = new();
        await using TestServer first = new() { IsBesideAnother = true };
        TestPublisher publisher = await first.PublishAsync();
        await publisher.SendAsync(2);
        TestForward forward = new(first, $"rtsp://127.0.0.1:{second.Address.Port}/copy");
        await forward.StateAsync(ForwardState.Forwarding);
        await publisher.SendAsync(5);
        await forward.DisposeAsync();
        await Eventually.True(() => second.Sessions.Count == 0, "the other server was told goodbye", cancellation: Cancellation);
        Assert.Empty(first.Stream().Snapshot().Forwards);
        await publisher.DisposeAsync();
    }

    private static void AssertIsRun(byte[][] sent, byte[][] came)
    {
        int start = Array.FindIndex(sent, unit => unit.AsSpan().SequenceEqual(came[0]));
        Assert.True(start >= 0, "the first unit was never sent");
        for (int i = 0; i < came.Length; i++) Assert.True(sent[start + i].AsSpan().SequenceEqual(came[i]), $"unit {i}");
    }

    /// <summary>The bytes of a track's units that are held.</summary>
    private static List<byte[]> Units(LiveStream stream, int track)
    {
        List<byte[]> units = [];
        for (long i = stream.Ring.Tail; i < stream.Ring.Head; i++)
        {
            if (stream.Ring.TryTake(i) is not { } unit) continue;
            if (unit.Track.Id == track) units.Add(unit.Payload.Span.ToArray());
            unit.Release();
        }

        return units;
    }
}
