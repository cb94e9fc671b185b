using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Headrace.Endpoints.Rtsp;
using Headrace.Endpoints.Tests.Hosting;
using Headrace.Endpoints.Tests.Made;
using Headrace.Endpoints.Tests.Rtsp;
using Headrace.Protocols.Rtsp.Server;
using Headrace.Streaming.Access;
using Headrace.Streaming.Forwarding;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.TestKit;
using Headrace.Transport.Client;
using Headrace.Transport.Tls;
using Microsoft.Extensions.Logging.Abstractions;

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
    public async Task AllUnitsComeOutOverUdpTooWhereTheUrlSaysSo()
    {
        await using TestServer second = new();
        await using TestServer first = new() { IsBesideAnother = true };
        await using TestPublisher publisher = await first.PublishAsync();
        await publisher.SendAsync(2);
        await using TestForward forward = new(first, $"rtsp://127.0.0.1:{second.Address.Port}/site/copy?transport=udp");
        await forward.StateAsync(ForwardState.Forwarding);
        for (int i = 0; i < 60; i++) await publisher.SendAsync(1);
        LiveStream copy = await Eventually.Value(() => second.Streams.Find("site/copy"), () => "the stream is there", cancellation: Cancellation);
        await Eventually.True(() => Units(copy, 0).Count >= 61 && Units(copy, 1).Count > 50, "pictures and sound come", cancellation: Cancellation);
        AssertIsRun([.. Units(first.Stream(), 0)], [.. Units(copy, 0)]);
        AssertIsRun([.. Units(first.Stream(), 1)], [.. Units(copy, 1)]);
        Session session = Assert.Single(first.Sessions.All, session => session is { Protocol: "rtsp", Role: SessionRole.Viewer });
        Assert.True(session.BytesOut > Units(copy, 0).Sum(unit => unit.Length), $"{session.BytesOut} bytes");
        Assert.Equal(0, session.Skips);
    }

    [Fact]
    public async Task ServerWithoutUdpIsAFaultThatSaysSo()
    {
        await using TestServer second = new(rtsp: new RtspEndpointOptions { UdpPorts = null });
        await using TestServer first = new() { IsBesideAnother = true };
        await using TestPublisher publisher = await first.PublishAsync();
        await publisher.SendAsync(2);
        await using TestForward forward = new(first, $"rtsp://127.0.0.1:{second.Address.Port}/copy?transport=udp");
        await forward.StateAsync(ForwardState.Failed);
        Assert.Contains("461", forward.Now.LastError, StringComparison.Ordinal);
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

    [Fact]
    public async Task TargetThatTakesNothingHoldsUpNobodyAndIsTriedAgain()
    {
        await using DeafServer deaf = new();
        await using TestServer server = new();
        await using TestPublisher publisher = await server.PublishAsync(plan: new PublishPlan { FrameBytes = 15_000, KeyFrameBytes = 60_000 });
        await publisher.SendAsync(3);
        await using TestViewer healthy = await server.PlayAsync();
        await using TestForward forward = new(server, $"rtsp://127.0.0.1:{deaf.Port}/live");
        await forward.StateAsync(ForwardState.Forwarding);
        while (forward.Now.State == ForwardState.Forwarding)
        {
            await publisher.SendAsync(5);
            await healthy.ReadUntilAsync(() => healthy.Video.Units.Count == publisher.Frames);
            Assert.True(publisher.Frames < 25 * 60, "the target is given up");
        }

        await forward.StateAsync(ForwardState.Failed);
        Assert.Equal("it has taken nothing for 10 s", forward.Now.LastError);
        MadeUnit.AssertSame(publisher.SentVideo, healthy.Video.Units);
        await Eventually.True(
            () =>
            {
                server.Time.Advance(TimeSpan.FromMilliseconds(500));
                return deaf.Recordings >= 2;
            },
            "it is tried again", cancellation: Cancellation);
    }

    [Theory]
    [InlineData("ann:se-cret", null)]
    [InlineData("ann:wrong", "the server does not accept the user name or the password (user ann); look at them in the URL")]
    [InlineData("", "the server wants a user name and a password, and none are configured; write NAME:PASSWORD@ before the host in the URL")]
    public async Task CredentialsOfTheUrlAreWhatTheServerAsksFor(string credentials, string? fault)
    {
        Assert.True(Secret.TryParse("se-cret", out Secret? password));
        AccessUser ann = new() { Name = "ann", Password = password, Permissions = [new AccessPermission { Action = AccessAction.Publish }] };
        await using TestServer first = new();
        await using TestServer second = new(rtsp: new RtspEndpointOptions { Access = new AccessGate(new AccessRules([ann]), static _ => false, TimeProvider.System, NullLogger.Instance) }) { IsBesideAnother = true };
        await using TestPublisher publisher = await first.PublishAsync();
        await publisher.SendAsync(2);
        await using TestForward forward = new(first, $"rtsp://{credentials}{(credentials.Length > 0 ? "@" : "")}127.0.0.1:{second.Address.Port}/copy");
        await forward.StateAsync(fault is null ? ForwardState.Forwarding : ForwardState.Failed);
        Assert.Equal(fault, forward.Now.LastError);
        Assert.DoesNotContain("se-cret", first.Log.ToString() + forward.Now, StringComparison.Ordinal);
        await second.StopAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ServerOverTlsIsBelievedByItsCertificate(bool isNamed)
    {
        using TemporaryFolder folder = new();
        (string certificate, string key) = PemCertificate.Write(folder.Path);
        using X509Certificate2 own = X509Certificate2.CreateFromPemFile(certificate, key);
        SslStreamCertificateContext tls = SslStreamCertificateContext.Create(own, null, offline: true);
        await using TestServer first = new();
        await using TestServer second = new(rtsp: new RtspEndpointOptions { Tls = new TlsServer(() => tls), Transports = [RtspTransports.Tcp] }) { IsBesideAnother = true };
        await using TestPublisher publisher = await first.PublishAsync();
        await publisher.SendAsync(2);
        ServerTrust trust = isNamed ? ServerTrust.Certificate(own.GetCertHashString(HashAlgorithmName.SHA256)) : ServerTrust.Authorities;
        await using TestForward forward = new(first, $"rtsps://127.0.0.1:{second.Address.Port}/copy", with: context => context with { Trust = trust });
        await forward.StateAsync(isNamed ? ForwardState.Forwarding : ForwardState.Failed);
        if (isNamed)
        {
            for (int i = 0; i < 30; i++) await publisher.SendAsync(1);
            await Eventually.True(() => second.Streams.Find("copy") is { } copy && Units(copy, 0).Count >= 30, "the pictures come", cancellation: Cancellation);
        }
        else
        {
            Assert.Contains("Its own can be named with forwardFingerprint", forward.Now.LastError, StringComparison.Ordinal);
        }

        await second.StopAsync();
    }

    [Fact]
    public async Task SoundThatComesWithALaterPublisherIsAnnouncedToo()
    {
        await using TestServer second = new();
        await using TestServer first = new() { IsBesideAnother = true };
        TestPublisher silent = await first.PublishAsync(plan: new PublishPlan { HasAudio = false });
        await silent.SendAsync(5);
        await using TestForward forward = new(first, $"rtsp://127.0.0.1:{second.Address.Port}/copy");
        await forward.StateAsync(ForwardState.Forwarding);
        await silent.DisposeAsync();
        await using TestPublisher loud = await first.PublishAsync(plan: new PublishPlan { Seed = 9 });
        await Eventually.True(
            async () =>
            {
                await loud.SendAsync(1);
                return second.Streams.Find("copy") is { Tracks.Length: 2 };
            },
            "the sound comes", cancellation: Cancellation);
        Assert.Null(forward.Now.LastError);
    }

    [Fact]
    public async Task PublisherThatBlinksIsNotSeenByTheOtherServer()
    {
        await using TestServer second = new();
        await using TestServer first = new() { IsBesideAnother = true };
        TestPublisher before = await first.PublishAsync();
        await before.SendAsync(5);
        await using TestForward forward = new(first, $"rtsp://127.0.0.1:{second.Address.Port}/copy");
        await forward.StateAsync(ForwardState.Forwarding);
        await before.SendAsync(10);
        await before.DisposeAsync();
        await Eventually.True(() => !first.Stream().HasPublisher, "the publisher is gone", cancellation: Cancellation);
        first.Time.Advance(TimeSpan.FromSeconds(2));
        await using TestPublisher after = await first.PublishAsync(plan: new PublishPlan { VideoStart = 77, Seed = 9 });
        for (int i = 0; i < 20; i++) await after.SendAsync(1);
        Guid session = Assert.Single(second.Sessions.All).Id;
        await Eventually.True(() => Units(second.Stream("copy"), 0).Count >= 30, "the pictures of both come", cancellation: Cancellation);
        Assert.Equal(session, second.Stream("copy").Snapshot().PublisherSession);
        Assert.Equal((ForwardState.Forwarding, (string?)null), (forward.Now.State, forward.Now.LastError));
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
