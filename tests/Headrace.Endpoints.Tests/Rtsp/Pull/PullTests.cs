using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Headrace.Endpoints.Rtsp.Pull;
using Headrace.Endpoints.Tests.Hosting;
using Headrace.Endpoints.Tests.Made;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.Streaming.Supervision;
using Headrace.TestKit;
using Headrace.TestKit.Cameras;
using Headrace.Transport.Client;

namespace Headrace.Endpoints.Tests.Rtsp.Pull;

/// <summary>Cameras that work, each in its own way: what they send is what viewers get.</summary>
public sealed class PullTests
{
    [Fact]
    public async Task PicturesOfACameraAreThoseOfItsViewers()
    {
        await using TestServer server = new();
        MadeMedia media = new(server.Time);
        CameraConnection? first = null;
        await using FakeCamera camera = new(connection => SendAsync(first = connection, media, 60));
        await using PulledStream pulled = new(server, camera.Url(), transport: RtspSourceTransport.Tcp);
        await pulled.PlaysAsync();
        await Eventually.True(() => pulled.Now.Tracks is [{ Units: 60 }], "every picture came");
        await using TestViewer viewer = await server.PlayAsync();
        await viewer.ReadUntilAsync(() => viewer.Video.Units.Count == 10);
        MadeUnit.AssertSame(media.Sent.Skip(50), viewer.Video.Units);
        Session session = Assert.Single(server.Sessions.All, session => session.Role == SessionRole.Publisher);
        Assert.Equal(("rtsp", "cam", "main"), (session.Protocol, session.StreamName, session.Input));
        Assert.Equal(["OPTIONS", "DESCRIBE", "SETUP", "PLAY"], first!.Requests.Select(request => request.Method));
    }

    /// <summary>By name: description, payload type, and how the camera packs its pictures.</summary>
    private static readonly Dictionary<string, Vendor> Vendors = new()
    {
        ["parameter sets in the media alone"] = new(MadeMedia.Head + MadeMedia.Video(), 96, media => [.. media.Packets.Packet(media.Timestamp, false, MadeH264.Sps), .. media.Packets.Packet(media.Timestamp, false, MadeH264.Pps), .. media.NextBytes()]),
        ["several parameter sets of a kind"] = new(MadeMedia.Head + MadeMedia.Video($"{Convert.ToBase64String(MadeH264.Sps)},{Convert.ToBase64String(MadeH264.Sps)},{Convert.ToBase64String(MadeH264.Pps)},{Convert.ToBase64String(MadeH264.Pps)},"), 96, media => media.NextBytes()),
        ["another payload type than announced"] = new(MadeMedia.Sdp, 97, media => media.NextBytes()),
        ["never a marker"] = new(MadeMedia.Sdp, 96, media => WithoutMarkers(media.NextBytes())),
        ["reports on the data channel"] = new(MadeMedia.Sdp, 96, media => [.. RtpPackets.Frame(0, SenderReport(media.Timestamp)), .. media.NextBytes()]),
        ["a description with line feeds alone"] = new(MadeMedia.Sdp.Replace("\r\n", "\n", StringComparison.Ordinal), 96, media => media.NextBytes()),
        ["a track that nobody knows beside it"] = new(MadeMedia.Sdp + "m=application 0 RTP/AVP 107\r\na=rtpmap:107 vnd.onvif.metadata/90000\r\na=control:meta\r\nm=audio 0 RTP/AVP 98\r\na=control:lost\r\n", 96, media => media.NextBytes()),
        ["MJPEG beside it"] = new(MadeMedia.Sdp + "m=video 0 RTP/AVP 26\r\na=control:jpeg\r\n", 96, media => media.NextBytes()),
    };

    public static TheoryData<string> Names => [.. Vendors.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task PicturesComeThroughWhateverTheCameraDoesOtherwise(string name)
    {
        Vendor vendor = Vendors[name];
        await using TestServer server = new();
        MadeMedia media = new(server.Time, payloadType: vendor.PayloadType);
        await using FakeCamera camera = new(async connection =>
        {
            await connection.PlayAsync(vendor.Sdp);
            for (int i = 0; i < 41; i++) await connection.SendAsync(vendor.Pack(media));
            await connection.ServeAsync();
        });
        await using PulledStream pulled = new(server, camera.Url(), transport: RtspSourceTransport.Tcp);
        // The last picture waits for what follows it where no marker says that it is whole.
        await Eventually.True(() => pulled.Now.Tracks.Any(track => track is { Codec: "h264", Units: >= 40 }), $"every picture plays: {string.Join(',', pulled.Now.Tracks.Select(t => t.ToString()))}\n{server.Log}");
        Assert.Equal(1, camera.Connections);
    }

    [Fact]
    public async Task ReportsAndSignsOfLifeGoToTheCamera()
    {
        await using TestServer server = new();
        MadeMedia media = new(server.Time);
        CameraConnection? seen = null;
        await using FakeCamera camera = new(connection => SendAsync(seen = connection, media, 20));
        await using PulledStream pulled = new(server, camera.Url(), transport: RtspSourceTransport.Tcp);
        await Eventually.True(() => pulled.Now.Tracks is [{ Units: 20 }], "every picture came");
        await pulled.AdvanceUntilAsync(() => seen!.Frames.Count > 0, "a report came");
        (byte channel, byte[] report) = seen!.Frames[0];
        Assert.Equal((1, 201), (channel, report[1]));
        Assert.Equal(0x0C0FFEE0u, BinaryPrimitives.ReadUInt32BigEndian(report.AsSpan(8)));
        Assert.Equal(202, report[8 + 24 + 1]);
    }

    [Fact]
    public async Task ViewersStayWhileTheCameraIsAway()
    {
        await using TestServer server = new(new StreamOptions());
        MadeMedia media = new(server.Time);
        TaskCompletionSource off = new();
        await using FakeCamera camera = new(async connection =>
        {
            await connection.PlayAsync(MadeMedia.Sdp);
            for (int i = 0; i < 20; i++) await connection.SendAsync(media.NextBytes());
            if (connection.Number > 1) await connection.ServeAsync();
            else await off.Task;
        });
        await using PulledStream pulled = new(server, camera.Url(), transport: RtspSourceTransport.Tcp);
        await pulled.PlaysAsync();
        await using TestViewer viewer = await server.PlayAsync();
        viewer.AllowJumps();
        off.SetResult();
        await pulled.AdvanceUntilAsync(() => camera.Connections == 2 && pulled.Now.Tracks is [{ Units: 40 }], "the camera is back");
        await viewer.ReadUntilAsync(() => viewer.Video.Units.Count > 0 && viewer.Video.Units[^1].HasBytesOf(media.Sent[39]));
        Assert.Equal("it closed the connection", pulled.Now.LastError);
        Assert.Equal(StreamState.Active, pulled.Now.State);
    }

    [Fact]
    public async Task ServerThatClosesAfterItsChallengeGetsTheAnswerOnAnotherConnection()
    {
        await using TestServer server = new();
        MadeMedia media = new(server.Time);
        await using FakeCamera camera = new(async connection =>
        {
            CameraRequest request = await connection.ReadAsync();
            if (!request.Headers.TryGetValue("Authorization", out string? answer))
            {
                await connection.AnswerAsync(request, "401 Unauthorized", "WWW-Authenticate: Digest realm=\"cam\", nonce=\"5d1b\"\nConnection: close\n");
                return;
            }

            Assert.Contains("nonce=\"5d1b\"", answer, StringComparison.Ordinal);
            await connection.AnswerWellAsync(request, MadeMedia.Sdp);
            await SendAsync(connection, media, 10);
        });
        await using PulledStream pulled = new(server, camera.Url("admin:secret"), transport: RtspSourceTransport.Tcp);
        await pulled.PlaysAsync();
        Assert.Equal(2, camera.Connections);
        Assert.Empty(pulled.Faults);
    }

    [Fact]
    public async Task SourceOnDemandRunsWhileSomebodyReads()
    {
        await using TestServer server = new();
        await using FakeCamera camera = new(async connection =>
        {
            MadeMedia media = new(server.Time);
            await connection.PlayAsync(MadeMedia.Sdp);
            for (int i = 0; i < 20; i++) await connection.SendAsync(media.NextBytes());

            // It is never silent, however fast the test's clock goes.
            while (true)
            {
                await connection.SendAsync(media.Packets.Packet(media.Timestamp, false, MadeH264.Sei(1)));
                await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, connection.Stop);
            }
        });
        await using PulledStream pulled = new(server, camera.Url(), new SourceSupervisorOptions { IsOnDemand = true }, transport: RtspSourceTransport.Tcp);
        server.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal((0, StreamState.Inactive), (camera.Connections, pulled.Now.State));

        await using TestViewer viewer = await server.PlayAsync();
        await viewer.ReadUntilAsync(() => viewer.Video.Units.Count > 5);
        Assert.Equal(1, camera.Connections);

        await viewer.DisposeAsync();
        await pulled.AdvanceUntilAsync(() => pulled.Now.State == StreamState.Inactive, "it rests");
        await Eventually.True(() => server.Sessions.Count == 0, "the connection to the camera is closed");
        server.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal((1, StreamState.Inactive), (camera.Connections, pulled.Now.State));
        Assert.Empty(pulled.Faults);

        await using TestViewer next = await server.PlayAsync();
        await next.ReadUntilAsync(() => next.Video.Units.Count > 5);
        Assert.Equal(2, camera.Connections);
    }

    [Fact]
    public async Task NobodyElsePublishesAPulledStream()
    {
        await using TestServer server = new();
        await using FakeCamera camera = new(connection => connection.ReadAsync());
        await using PulledStream pulled = new(server, camera.Url(), transport: RtspSourceTransport.Tcp);
        await using RtspTestClient client = await server.ConnectAsync();
        TestPublisher publisher = new(client, "cam", server.Time, new PublishPlan());
        (await publisher.AnnounceAsync()).MustBe(200);
        await publisher.SetUpAsync();
        Assert.Equal(403, (await publisher.RecordAsync()).Status);
    }

    [Fact]
    public async Task CertificateIsBelievedByItsFingerprintOrNotAtAll()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=camera", key, HashAlgorithmName.SHA256);
        using X509Certificate2 made = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(1));
        using X509Certificate2 certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
        string fingerprint = Convert.ToHexString(SHA256.HashData(certificate.RawData));
        (ServerTrust Trust, bool IsBelieved)[] cases =
        [
            (ServerTrust.Authorities, false), (ServerTrust.Certificate(new string('0', 64)), false),
            (ServerTrust.Certificate(fingerprint.ToLowerInvariant()), true), (ServerTrust.Any, true),
        ];
        foreach ((ServerTrust trust, bool isBelieved) in cases)
        {
            await using TestServer server = new();
            await using FakeCamera camera = new(connection => SendAsync(connection, new MadeMedia(server.Time), 20), certificate);
            await using PulledStream pulled = new(server, camera.Url(), trust: trust);
            await Eventually.True(() => pulled.Now.State is StreamState.Active or StreamState.Error, "it plays or fails");
            Assert.Equal(isBelieved ? StreamState.Active : StreamState.Error, pulled.Now.State);
            if (!isBelieved) Assert.StartsWith("the certificate of 127.0.0.1 is not believed: ", pulled.Now.LastError, StringComparison.Ordinal);
        }
    }

    private static async Task SendAsync(CameraConnection connection, MadeMedia media, int pictures)
    {
        await connection.PlayAsync(MadeMedia.Sdp);
        for (int i = 0; i < pictures; i++) await connection.SendAsync(media.NextBytes());
        await connection.ServeAsync();
    }

    private static byte[] WithoutMarkers(byte[] frames)
    {
        for (int at = 0; at < frames.Length; at += 4 + BinaryPrimitives.ReadUInt16BigEndian(frames.AsSpan(at + 2))) frames[at + 5] &= 0x7F;
        return frames;
    }

    private static byte[] SenderReport(uint timestamp)
    {
        byte[] report = new byte[28];
        report[0] = 0x80;
        report[1] = 200;
        report[3] = 6;
        BinaryPrimitives.WriteUInt32BigEndian(report.AsSpan(4), 0x0C0FFEE0);
        BinaryPrimitives.WriteUInt64BigEndian(report.AsSpan(8), 0xE5000000_00000000);
        BinaryPrimitives.WriteUInt32BigEndian(report.AsSpan(16), timestamp);
        return report;
    }

    private sealed record Vendor(string Sdp, byte PayloadType, Func<MadeMedia, byte[]> Pack);
}
