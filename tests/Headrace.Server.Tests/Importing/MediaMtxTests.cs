using Headrace.Server.Configuration;
using Headrace.Server.Configuration.Options;
using Headrace.Server.Importing;
using Headrace.Streaming.Paths;

namespace Headrace.Server.Tests.Importing;

/// <summary>What becomes of a mediamtx.yml.</summary>
public sealed class MediaMtxTests
{
    private const string Http = "http:\n  listen: [\":8888\"]\n";

    public static TheoryData<string, string> Translated { get; } = new()
    {
        { "logLevel: warn\nlogStructured: yes", "log:\n  level: warning\n  format: json\n" + Http },
        { "readTimeout: 1m30s", "limits:\n  idleTimeout: 90s\n" + Http },
        { "rtspAddress: 127.0.0.1:9554\nrtmpAddress: :9935\nsrtAddress: :9890", "rtsp:\n  listen: \"127.0.0.1:9554\"\nrtmp:\n  listen: \":9935\"\nsrt:\n  listen: \":9890\"\n" + Http },
        { "rtsp: no\nrtspAddress: :9554\nrtmp: no\nsrt: no", "rtsp:\n  listen: \"\"\n  tlsListen: \"\"\nrtmp:\n  listen: \"\"\n  tlsListen: \"\"\nsrt:\n  listen: \"\"\n" + Http },
        { "rtmpDisable: yes", "rtmp:\n  listen: \"\"\n  tlsListen: \"\"\n" + Http },
        { "rtspTransports: [udp, tcp]\nrtpAddress: :9000\nrtcpAddress: :9001", "rtsp:\n  transports: [tcp, udp]\n  udpPorts: 9000-9001\n" + Http },
        { "protocols: [tcp]", "rtsp:\n  transports: [tcp]\n" + Http },
        { "api: yes\nmetrics: yes\nhlsAddress: :8880\nmetricsAddress: 127.0.0.1:9998", "http:\n  listen: [\":8880\", \":9997\", \"127.0.0.1:9998\"]" },
        { "hlsAllowOrigins: [https://a.example]\napi: yes\napiAllowOrigins: [https://a.example, https://b.example]\nhlsTrustedProxies: [10.0.0.1]", "http:\n  listen: [\":8888\", \":9997\"]\n  cors: [\"https://a.example\", \"https://b.example\"]\n  trustedProxies: [10.0.0.1]" },
        { "hlsVariant: fmp4\nhlsSegmentCount: 7\nhlsSegmentDuration: 1s\nhlsPartDuration: 200ms\nhlsAlwaysRemux: yes\nhlsDirectory: /tmp/h", "hls:\n  variant: fmp4\n  segmentCount: 7\n  segmentDuration: 1s\n  partDuration: 200ms\n  alwaysOn: true\n  directory: \"/tmp/h\"\n" + Http },
        { "hlsEncryption: yes\nhlsServerCert: a.crt\nhlsServerKey: a.key\nrtspEncryption: strict\nrtspServerCert: a.crt\nrtspServerKey: a.key\nrtspsAddress: :9322", "http:\n  tls:\n    certificate: a.crt\n    key: a.key\n    listen: [\":8888\"]\nrtsp:\n  listen: \"\"\n  tlsListen: \":9322\"" },
        { "encryption: optional\nserverCert: b.crt\nserverKey: b.key\nrtmpEncryption: \"no\"", "http:\n  tls:\n    certificate: b.crt\n    key: b.key\n  listen: [\":8888\"]\nrtmp:\n  tlsListen: \"\"" },
        { "rtmpEncryption: strict", "http:\n  tls:\n    certificate: server.crt\n    key: server.key\n  listen: [\":8888\"]\nrtmp:\n  listen: \"\"" },
        { "pathDefaults: { maxReaders: 5, sourceOnDemandStartTimeout: 20s, overridePublisher: no, srtReadPassphrase: \"long enough\" }\npaths: { all_others: }", Http + "defaults:\n  maxReaders: 5\n  waitForStream: 20s\n  overridePublisher: false\n  srtReadPassphrase: \"long enough\"" },
    };

    [Theory]
    [MemberData(nameof(Translated))]
    public void KeysAreTranslated(string text, string expected) => Assert.Equal(expected.Trim(), Imports.Made(text));

    [Fact]
    public void PathsBecomeStreams()
    {
        LoadedConfiguration loaded = Imports.Load(
            """
            paths:
              cam1: { source: "rtsp://admin:secret@10.0.0.2/live", sourceOnDemand: yes, sourceOnDemandCloseAfter: 30s, rtspTransport: tcp, sourceFingerprint: "33949e05fffb5ff3e8aa16f8213a6251b4d9363804ba53233c4da9a46d6f2739" }
              site/hall:
              multi: { source: "udp://239.1.2.3:5000", forward: [ { dest: "rtmp://other/live/$MTX_PATH" }, { dest: "rtmp://other/app#key" } ] }
              "~^nvr/(.+)$": { source: "rtsp://nvr.local/$G1", sourceOnDemand: true }
              all_others: { maxReaders: 9 }
            """);
        HeadraceOptions options = loaded.Options;
        StreamSettings cam = options.StreamOf("cam1");
        Assert.Equal(("rtsp://admin:secret@10.0.0.2/live", true, TimeSpan.FromSeconds(30)), (cam.Source.ToConfiguration(), cam.Pull.IsOnDemand, cam.Pull.CloseAfter));
        Assert.Contains(options.Streams.Keys, name => name.Value == "site/hall");
        StreamSettings multi = options.StreamOf("multi");
        Assert.Equal("udp+mpegts://239.1.2.3:5000", multi.Source.ToString());
        Assert.Equal(["rtmp://other/live/$NAME", "rtmp://other/app/key"], multi.Forward.Targets.Select(target => target.Text));
        Assert.Equal("rtsp://nvr.local/a/b", options.StreamOf("nvr/a/b").Source.ToString());
        Assert.Equal(9, options.StreamOf("anything").Options.MaxReaders);
    }

    [Fact]
    public void WithoutAllOthersOnlyNamedPathsCanBePublished()
    {
        HeadraceOptions options = Imports.Load("paths: { cam1: , \"~^site/\": { maxReaders: 2 } }").Options;
        Assert.Equal(["Publish ~^cam1$|^site/", "Read ", "Playback "], Assert.Single(options.Auth.Users).Permissions.Select(permission => $"{permission.Action} {permission.Path}"));
        Assert.Empty(Imports.Load("paths: { cam1: , all: }").Options.Auth.Users);
        string many = string.Concat(Enumerable.Range(0, 60).Select(i => $"  camera-number-{i}:\n"));
        Assert.Contains("NOT TRANSLATED: without all_others", Imports.Said(Imports.Of("paths:\n" + many), "paths"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("runOnConnect: notify.sh", "runOnConnect", 1, "Headrace runs no commands; listen to GET /api/v1/events")]
    [InlineData("a: 1\nlogDestinations: [file]\nlogFile: x.log", "logFile", 3, "start the server with 2>> FILE")]
    [InlineData("paths: { cam: { runOnInit: \"ffmpeg -re -i x.mp4\" } }", "paths.cam.runOnInit", 1, "source: \"ffmpeg:\" and ffmpegArguments")]
    [InlineData("paths:\n  cam:\n    record: yes", "paths.cam.record", 3, "does not record yet")]
    [InlineData("webrtc: yes", "webrtc", 1, "no WebRTC yet")]
    [InlineData("webrtcICEServers2: [ { url: \"stun:x\" } ]", "webrtcICEServers2", 1, "no WebRTC yet")]
    [InlineData("hlsPartDuration: 1ms", "hlsPartDuration", 1, "is not allowed; allowed: a duration from 50ms to 5s")]
    [InlineData("hlsPartDuration: fast", "hlsPartDuration", 1, "its value is not understood; set hls.partDuration yourself")]
    [InlineData("hlsEncryption: yes\nhlsServerCert: a\nrtspEncryption: strict\nrtspServerCert: b", "rtspServerCert", 4, "have one certificate")]
    [InlineData("rtpAddress: :9001", "rtpAddress", 1, "the even one for RTP")]
    [InlineData("paths: { \"a:b\": }", "paths.a:b", 1, "cannot be a stream")]
    [InlineData("paths: { cam: { source: \"whep://h/x\", maxReaders: 3 } }", "paths.cam.maxReaders", 1, "the stream is left out, because of its source")]
    [InlineData("paths: { cam: { source: \"rtsp://h/$MTX_QUERY\" } }", "paths.cam.source", 1, "what viewers ask with does not reach the source")]
    [InlineData("paths: { cam: { source: rpiCamera, rpiCameraWidth: 640 } }", "paths.cam.rpiCameraWidth", 1, "Raspberry Pi")]
    [InlineData("paths: { \"~^x$\": { source: \"rtsp://h/x\" } }", "paths.~^x$.source", 1, "its sources need sourceOnDemand: true")]
    [InlineData("paths: { cam: { sourceRedirect: /other } }", "paths.cam.sourceRedirect", 1, "viewers are not sent elsewhere")]
    [InlineData("hls: no", "hls", 1, "cannot be switched off alone")]
    public void WhatIsLostIsToldWithItsLine(string text, string key, int line, string why)
    {
        ImportResult result = Imports.Of(text);
        string said = Imports.Said(result, key);
        Assert.StartsWith($"mediamtx.yml:{line}:", said, StringComparison.Ordinal);
        Assert.Contains(": NOT TRANSLATED: ", said, StringComparison.Ordinal);
        Assert.Contains(why, said, StringComparison.Ordinal);
        Assert.False(result.Report.IsComplete);
        Assert.Contains($"# line {line}: {key}: ", result.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rtspAdress: :8554", "rtspAdress", "did you mean rtspAddress?")]
    [InlineData("hls: yes\npaths: { cam: { sauce: x } }", "paths.cam.sauce", "did you mean source?")]
    [InlineData("hls: yes\nzzzzzzzzzz: 1", "zzzzzzzzzz", "MediaMTX has no such key here")]
    [InlineData("authInternalUsers: [ { users: ann, pass: x } ]", "authInternalUsers[0].users", "did you mean user?")]
    public void UnknownKeysAreNamedWithTheNearest(string text, string key, string said)
    {
        ImportResult result = Imports.Of("logLevel: info\n" + text);
        Assert.Contains(": UNKNOWN: ", Imports.Said(result, key), StringComparison.Ordinal);
        Assert.EndsWith(said, Imports.Said(result, key), StringComparison.Ordinal);
    }

    [Fact]
    public void LostSourceTakesTheStreamWithIt()
    {
        Assert.Empty(Imports.Load("paths: { cam: { source: \"whep://h/x\" }, all_others: }").Options.Streams);
        Assert.Empty(Imports.Load("paths: { cam: { source: \"ftp://h/x\" }, all_others: }").Options.Streams);
    }

    [Fact]
    public void MergedKeysAreRead()
    {
        HeadraceOptions options = Imports.Load("pathDefaults: &d { maxReaders: 4, overridePublisher: no }\npaths: { cam: { <<: *d, maxReaders: 6 } }").Options;
        Assert.True(StreamName.TryParse("cam", out StreamName? name, out _));
        Assert.Equal((6, false), (options.Streams[name].Options.MaxReaders, options.Streams[name].Options.OverridePublisher));
    }
}
