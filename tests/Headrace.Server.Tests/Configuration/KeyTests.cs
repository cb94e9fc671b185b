using System.Collections;
using System.Globalization;
using Headrace.Server.Configuration;
using Headrace.Server.Configuration.Options;
using Headrace.Server.Configuration.Schema;
using Headrace.Streaming.Paths;
using Headrace.Streaming.Streams;

namespace Headrace.Server.Tests.Configuration;

/// <summary>Every key of the schema, set from each place that it can be set from.</summary>
public sealed class KeyTests
{
    private static readonly Dictionary<string, Row> Rows = new(StringComparer.Ordinal)
    {
        ["state"] = new("/var/lib/headrace", o => o.State, "/var/lib/headrace"),
        ["log.level"] = new("debug", o => o.Log.Level, "Debug"),
        ["log.format"] = new("json", o => o.Log.Format, "Json"),
        ["log.levels.NAME"] = new("trace", o => o.Log.Levels["NAME"], "Trace"),
        ["telemetry.otlp"] = new("http://collector:4318", o => o.Telemetry.Otlp, "http://collector:4318/"),
        ["http.listen"] = new("127.0.0.1:80,[::1]:443", o => o.Http.Listen, "127.0.0.1:80 [::1]:443"),
        ["http.cors"] = new("https://a.example,http://b.example:81/", o => o.Http.Cors, "https://a.example http://b.example:81"),
        ["http.trustedProxies"] = new("10.0.0.1,private", o => o.Http.TrustedProxies, "10.0.0.1 private"),
        ["http.tls.certificate"] = new("/etc/c.pem", o => o.Http.Tls.Certificate, "/etc/c.pem"),
        ["http.tls.key"] = new("/etc/k.pem", o => o.Http.Tls.Key, "/etc/k.pem") { Needs = ("HEADRACE_HTTP__TLS__CERTIFICATE", "/etc/c.pem") },
        ["http.tls.listen"] = new(":443", o => o.Http.Tls.Listen, ":443"),
        ["rtsp.tlsListen"] = new(":322", o => o.Rtsp.TlsListen, ":322"),
        ["auth.method"] = new("internal", o => o.Auth.Method, "Internal") { IsDefault = true },
        ["auth.users"] = new(
            "[{ user: ann, password: secret, ips: [loopback], permissions: [{ action: publish, path: ~^site/ }] }]",
            o => o.Auth.Users.Select(user => $"{user.Name} {user.Password.Reveal()} {user.Networks[0]} {user.Permissions[0].Action} {user.Permissions[0].Path}"),
            "ann secret loopback Publish ~^site/") { IsFlow = true },
        ["sources.allow"] = new("10.0.0.0/8,fd00::/8", o => o.Sources.Allow, "10.0.0.0/8 fd00::/8"),
        ["sources.deny"] = new("private,multicast", o => o.Sources.Deny, "private multicast"),
        ["rtsp.listen"] = new(":1554", o => o.Rtsp.Listen, ":1554"),
        ["rtsp.transports"] = new("udp,tcp", o => o.Rtsp.Transports, "Udp Tcp"),
        ["rtsp.udpPorts"] = new("9000-9009", o => o.Rtsp.UdpPorts, "9000-9009"),
        ["rtmp.listen"] = new(":11935", o => o.Rtmp.Listen, ":11935"),
        ["rtmp.tlsListen"] = new(":443", o => o.Rtmp.TlsListen, ":443"),
        ["rtmp.askForUser"] = new("true", o => o.Rtmp.AsksForUser, "True"),
        ["rtp.listen"] = new("127.0.0.1:6000", o => o.Rtp.Listen, "127.0.0.1:6000"),
        ["rtp.rtcpPort"] = new("6001", o => o.Rtp.RtcpPort, "6001"),
        ["rtp.maxSessions"] = new("25", o => o.Rtp.MaxSessions, "25"),
        ["rtp.sessionTimeout"] = new("1m", o => o.Rtp.SessionTimeout, "00:01:00"),
        ["rtp.streams.NAME.ssrc"] = new("0x1234ABCD", o => o.Rtp.Streams["NAME"].Ssrc, "305441741"),
        ["rtp.streams.NAME.address"] = new("2001:db8::7", o => o.Rtp.Streams["NAME"].Address, "2001:db8::7"),
        ["rtp.streams.NAME.sdp"] = new("m=audio 0 RTP/AVP 0", o => o.Rtp.Streams["NAME"].Sdp.Text, "m=audio 0 RTP/AVP 0") { Needs = ("HEADRACE_RTP__STREAMS__NAME__SSRC", "7") },
        ["srt.listen"] = new(":9000", o => o.Srt.Listen, ":9000"),
        ["srt.latency"] = new("1s", o => o.Srt.Latency, "00:00:01"),
        ["srt.passphrase"] = new("of everybody", o => o.Srt.Passphrase, "of everybody"),
        ["srt.maxBandwidth"] = new("20Mbps", o => o.Srt.MaxBandwidth.BitsPerSecond, "20000000"),
        ["srt.library"] = new("/opt/srt/libsrt.so.1.5", o => o.Srt.Library, "/opt/srt/libsrt.so.1.5"),
        ["hls.variant"] = new("mpegts", o => o.Defaults.Options.Hls.Variant, "MpegTs"),
        ["hls.segmentDuration"] = new("4s", o => o.Defaults.Options.Hls.SegmentDuration, "00:00:04"),
        ["hls.partDuration"] = new("500ms", o => o.Defaults.Options.Hls.PartDuration, "00:00:00.5000000"),
        ["hls.segmentCount"] = new("6", o => o.Defaults.Options.Hls.SegmentCount, "6"),
        ["hls.alwaysOn"] = new("true", o => o.Defaults.Options.Hls.AlwaysOn, "True"),
        ["hls.directory"] = new("/srv/hls", o => o.Defaults.Options.Hls.Directory, "/srv/hls"),
        ["dash.lowLatency"] = new("false", o => o.Defaults.Options.Dash.LowLatency, "False"),
        ["limits.maxStreams"] = new("25", o => o.Limits.MaxStreams, "25"),
        ["limits.maxConnections"] = new("0", o => o.Limits.MaxConnections, "0"),
        ["limits.connectionRate"] = new("50/s", o => o.Limits.ConnectionRate, "50/s"),
        ["limits.connectionBurst"] = new("10", o => o.Limits.ConnectionBurst, "10"),
        ["limits.idleTimeout"] = new("1m", o => o.Limits.IdleTimeout, "00:01:00"),
        ["limits.memory.global"] = new("1GiB", o => o.Limits.Memory.Global.Bytes, "1073741824"),
        ["limits.memory.perStream"] = new("50MB", o => o.Limits.Memory.PerStream.Bytes, "50000000"),
        ["limits.bandwidth"] = new("1.5Gbps", o => o.Limits.Bandwidth.BitsPerSecond, "1500000000"),
        ["buffers.gops"] = new("1", o => o.Defaults.Options.Gops, "1"),
        ["buffers.gopDuration"] = new("30s", o => o.Defaults.Options.GopDuration, "00:00:30"),
        ["buffers.gopBytes"] = new("10MB", o => o.Defaults.Options.GopBytes, "10000000"),
        ["buffers.backpressure.low"] = new("0.2", o => o.Defaults.Options.Backpressure.Low, "0.2"),
        ["buffers.backpressure.medium"] = new("0.6", o => o.Defaults.Options.Backpressure.Medium, "0.6"),
        ["buffers.backpressure.high"] = new("0.8", o => o.Defaults.Options.Backpressure.High, "0.8"),
        ["buffers.backpressure.critical"] = new("1", o => o.Defaults.Options.Backpressure.Critical, "1"),
        ["buffers.start"] = new("next", o => o.Defaults.Options.StartsCached, "False"),
        ["buffers.maxLag"] = new("1.5s", o => o.Defaults.Options.MaxLag, "00:00:01.5000000"),
        ["buffers.reorderWindow"] = new("80ms", o => o.Defaults.Options.ReorderWindow, "00:00:00.0800000"),
        ["buffers.frameTimeout"] = new("3s", o => o.Defaults.Options.FrameTimeout, "00:00:03"),
        ["buffers.syncThreshold"] = new("60ms", o => o.Defaults.Options.SyncThreshold, "00:00:00.0600000"),
        ["buffers.soundOffset"] = new("-150ms", o => o.Defaults.Options.SoundOffset, "-00:00:00.1500000"),
        ["defaults.source"] = new("test:", o => o.Defaults.Source, "test:"),
        ["defaults.rtspTransport"] = new("tcp", o => o.Defaults.Pull.RtspTransport, "Tcp"),
        ["defaults.sourceFingerprint"] = new("*", o => o.Defaults.Pull.Trust, "*"),
        ["defaults.ffmpegArguments"] = new("-i,a.mp4,-an", o => o.Defaults.Pull.FfmpegArguments, "-i a.mp4 -an") { Needs = ("HEADRACE_DEFAULTS__SOURCE", "ffmpeg:") },
        ["defaults.sourceOnDemand"] = new("true", o => o.Defaults.Pull.IsOnDemand, "True"),
        ["defaults.sourceOnDemandCloseAfter"] = new("1m", o => o.Defaults.Pull.CloseAfter, "00:01:00"),
        ["defaults.restartIntervalSecs"] = new("5", o => o.Defaults.Pull.RestartIntervalSeconds, "5"),
        ["defaults.forward"] = new("udp+mpegts://239.1.1.1:5000/$NAME", o => o.Defaults.Forward.Targets, "udp+mpegts://239.1.1.1:5000/$NAME"),
        ["defaults.forwardFingerprint"] = new("*", o => o.Defaults.Forward.Trust, "*"),
        ["defaults.waitForStream"] = new("0s", o => o.Defaults.Options.WaitForStream, "00:00:00"),
        ["defaults.publisherGrace"] = new("0s", o => o.Defaults.Options.PublisherGrace, "00:00:00"),
        ["defaults.slate"] = new("none", o => o.Defaults.Options.Slate, "none"),
        ["streams.NAME.slate"] = new("/srv/slate.png", o => Named(o).Options.Slate, "/srv/slate.png"),
        ["defaults.overridePublisher"] = new("false", o => o.Defaults.Options.OverridePublisher, "False"),
        ["defaults.maxReaders"] = new("7", o => o.Defaults.Options.MaxReaders, "7"),
        ["defaults.srtPublishPassphrase"] = new("of publishers", o => o.Defaults.Srt.Publish, "of publishers"),
        ["defaults.srtReadPassphrase"] = new("none", o => o.Defaults.Srt.Read, "none"),
        ["streams.NAME.srtPublishPassphrase"] = new("of its publisher", o => Named(o).Srt.Publish, "of its publisher"),
        ["streams.NAME.srtReadPassphrase"] = new("of its viewers", o => Named(o).Srt.Read, "of its viewers"),
        ["defaults.adaptiveSender"] = new("true", o => o.Defaults.Options.AdaptiveSender, "True"),
        ["streams.NAME.adaptiveSender"] = new("true", o => Named(o).Options.AdaptiveSender, "True"),
        ["defaults.maxBandwidth"] = new("10Mbps", o => o.Defaults.Options.MaxBandwidth, "10000000"),
        ["streams.NAME.maxBandwidth"] = new("500kbps", o => Named(o).Options.MaxBandwidth, "500000"),
        ["streams.NAME.source"] = new("rtsps://admin:secret@cam:322/live?a=b", o => Named(o).Source, "rtsps://cam:322/live"),
        ["streams.NAME.inputs"] = new(
            "[{ label: main, url: rtsp://admin:secret@cam/1, priority: 0 }, { url: publisher, priority: 3 }]",
            o => Named(o).AllInputs.Select(input => $"{input.Label} {input.Source} {input.Priority}"), "main rtsp://cam/1 0 input-2 publisher 3") { IsFlow = true },
        ["streams.NAME.sdp"] = new("m=audio 0 RTP/AVP 0", o => Named(o).Pull.Sdp.Text, "m=audio 0 RTP/AVP 0"),
        ["streams.NAME.rtspTransport"] = new("tcp", o => Named(o).Pull.RtspTransport, "Tcp"),
        ["streams.NAME.sourceFingerprint"] = new("*", o => Named(o).Pull.Trust, "*"),
        ["streams.NAME.ffmpegArguments"] = new("['-vf', 'scale=4:2,hflip']", o => Named(o).Pull.FfmpegArguments, "-vf scale=4:2,hflip") { Needs = ("HEADRACE_STREAMS__NAME__SOURCE", "ffmpeg"), IsFlow = true },
        ["streams.NAME.sourceOnDemand"] = new("true", o => Named(o).Pull.IsOnDemand, "True"),
        ["streams.NAME.sourceOnDemandCloseAfter"] = new("1m", o => Named(o).Pull.CloseAfter, "00:01:00"),
        ["streams.NAME.restartIntervalSecs"] = new("5", o => Named(o).Pull.RestartIntervalSeconds, "5"),
        ["streams.NAME.forward"] = new("rtsp://ann:secret@backup/live?a=b,udp+mpegts://[::1]:5000?ttl=3", o => Named(o).Forward.Targets, "rtsp://backup/live udp+mpegts://[::1]:5000"),
        ["streams.NAME.forwardFingerprint"] = new("*", o => Named(o).Forward.Trust, "*"),
        ["streams.NAME.waitForStream"] = new("1m", o => Named(o).Options.WaitForStream, "00:01:00"),
        ["streams.NAME.publisherGrace"] = new("1h", o => Named(o).Options.PublisherGrace, "01:00:00"),
        ["streams.NAME.overridePublisher"] = new("false", o => Named(o).Options.OverridePublisher, "False"),
        ["streams.NAME.maxReaders"] = new("2", o => Named(o).Options.MaxReaders, "2"),
        ["streams.NAME.hls.variant"] = new("fmp4", o => Named(o).Options.Hls.Variant, "Fmp4"),
        ["streams.NAME.hls.segmentDuration"] = new("6s", o => Named(o).Options.Hls.SegmentDuration, "00:00:06"),
        ["streams.NAME.hls.partDuration"] = new("333ms", o => Named(o).Options.Hls.PartDuration, "00:00:00.3330000"),
        ["streams.NAME.hls.segmentCount"] = new("3", o => Named(o).Options.Hls.SegmentCount, "3"),
        ["streams.NAME.hls.alwaysOn"] = new("true", o => Named(o).Options.Hls.AlwaysOn, "True"),
        ["streams.NAME.hls.directory"] = new("/srv/hls", o => Named(o).Options.Hls.Directory, "/srv/hls"),
        ["streams.NAME.dash.lowLatency"] = new("false", o => Named(o).Options.Dash.LowLatency, "False"),
        ["streams.NAME.buffers.gops"] = new("9", o => Named(o).Options.Gops, "9"),
        ["streams.NAME.buffers.gopDuration"] = new("5m", o => Named(o).Options.GopDuration, "00:05:00"),
        ["streams.NAME.buffers.gopBytes"] = new("1GB", o => Named(o).Options.GopBytes, "1000000000"),
        ["streams.NAME.buffers.backpressure.low"] = new("0.1", o => Named(o).Options.Backpressure.Low, "0.1"),
        ["streams.NAME.buffers.backpressure.medium"] = new("0.3", o => Named(o).Options.Backpressure.Medium, "0.3"),
        ["streams.NAME.buffers.backpressure.high"] = new("0.7", o => Named(o).Options.Backpressure.High, "0.7"),
        ["streams.NAME.buffers.backpressure.critical"] = new("0.95", o => Named(o).Options.Backpressure.Critical, "0.95"),
        ["streams.NAME.buffers.start"] = new("next", o => Named(o).Options.StartsCached, "False"),
        ["streams.NAME.buffers.maxLag"] = new("5s", o => Named(o).Options.MaxLag, "00:00:05"),
        ["streams.NAME.buffers.frameTimeout"] = new("1m", o => Named(o).Options.FrameTimeout, "00:01:00"),
        ["streams.NAME.buffers.syncThreshold"] = new("0.5s", o => Named(o).Options.SyncThreshold, "00:00:00.5000000"),
        ["streams.NAME.buffers.soundOffset"] = new("2s", o => Named(o).Options.SoundOffset, "00:00:02"),
        ["streams.NAME.buffers.reorderWindow"] = new("1s", o => Named(o).Options.ReorderWindow, "00:00:01"),
    };

    public static TheoryData<string> Keys { get; } = [.. ConfigurationSchema.Listing.Select(key => key.Path)];

    [Theory]
    [MemberData(nameof(Keys))]
    public void KeyIsReadFromTheFile(string key)
    {
        Row row = Rows[key];
        Check(row, key, LoadOf(key));
    }

    /// <summary>A configuration with another value of a key than its default.</summary>
    internal static LoadedConfiguration LoadOf(string key) => Rows[key].Needs is { } needed ? Configurations.Load(YamlOf(key), needed) : Configurations.Load(YamlOf(key));

    /// <summary>A file with another value of a key than its default.</summary>
    internal static string YamlOf(string key)
    {
        Row row = Rows[key];
        string[] parts = key.Split('.');
        return string.Concat(parts.Select((part, depth) => $"{new string(' ', 2 * depth)}{part}:{(depth == parts.Length - 1 ? $" {(row.IsFlow ? row.Text : Yaml(row.Text))}" : "\n")}")) + "\n";
    }

    /// <summary>True for a key that can be changed alone.</summary>
    internal static bool StandsAlone(string key) => Rows[key] is { IsDefault: false, Needs: null };

    [Theory]
    [MemberData(nameof(Keys))]
    public void KeyIsReadFromTheEnvironment(string key)
    {
        string name = "HEADRACE_" + key.Replace(".", "__", StringComparison.Ordinal).ToUpperInvariant();
        Check(Rows[key], key, Rows[key].Needs is { } needed ? Configurations.Load("", needed, (name, Rows[key].Text)) : Configurations.Load("", (name, Rows[key].Text)));
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void KeyWithoutValueIsAnErrorThatSaysWhatIsAllowed(string key)
    {
        string[] parts = key.Split('.');
        string yaml = string.Concat(parts.Select((part, depth) => $"{new string(' ', 2 * depth)}{part}:\n"));
        string error = Assert.Single(Configurations.ErrorsOf(yaml + "\n"));
        Assert.StartsWith($"{Configurations.FileName}:{parts.Length}:", error, StringComparison.Ordinal);
        Assert.Contains($" {key}: ", error, StringComparison.Ordinal);
        Assert.Contains("allowed: ", error, StringComparison.Ordinal);
    }

    [Fact]
    public void EmptyFileGivesTheDocumentedDefaults()
    {
        LoadedConfiguration loaded = Configurations.Load("");
        HeadraceOptions options = loaded.Options;
        Assert.Empty(loaded.Errors);
        Assert.Empty(loaded.SetKeys);
        Assert.Equal(":8080 :8554 200/s", $"{Text(options.Http.Listen)} {options.Rtsp.Listen} {options.Limits.ConnectionRate}");
        StreamOptions stream = options.Defaults.Options;
        Assert.Equal("LowLatency 00:00:02 00:00:00.2000000 10 False",
            $"{stream.Hls.Variant} {stream.Hls.SegmentDuration} {stream.Hls.PartDuration} {stream.Hls.SegmentCount} {stream.Hls.AlwaysOn}");
        Assert.Equal("3 True 00:00:02", $"{stream.Gops} {stream.StartsCached} {stream.MaxLag}");
        Assert.Equal("publisher 00:00:10 True 0", $"{options.Defaults.Source} {stream.PublisherGrace} {stream.OverridePublisher} {stream.MaxReaders}");
        Assert.Equal("8GB 400MB", $"{options.Limits.Memory.Global} {options.Limits.Memory.PerStream}");
        Assert.Equal("0 20000 1000 00:00:10",
            $"{options.Limits.MaxStreams} {options.Limits.MaxConnections} {options.Limits.ConnectionBurst} {options.Limits.IdleTimeout}");
    }

    private static void Check(Row row, string key, LoadedConfiguration loaded)
    {
        Assert.Empty(loaded.Errors);
        Assert.Equal(row.Expected, Text(row.Get(loaded.Options)));
        if (!row.IsDefault) Assert.NotEqual(row.Expected, Default(row));
        if (!key.StartsWith("log.levels", StringComparison.Ordinal)) Assert.Contains(key, loaded.SetKeys);
    }

    private static string? Default(Row row)
    {
        try
        {
            return Text(row.Get(new HeadraceOptions()));
        }
        catch (KeyNotFoundException)
        {
            return null;
        }
    }

    private static string Yaml(string text) => text.Contains(',', StringComparison.Ordinal) ? $"[{string.Join(", ", text.Split(',').Select(item => $"\"{item}\""))}]" : $"\"{text}\"";

    private static string? Text(object? value) => value is IEnumerable list and not string
        ? string.Join(' ', list.Cast<object>())
        : Convert.ToString(value, CultureInfo.InvariantCulture);

    private static StreamSettings Named(HeadraceOptions options) =>
        StreamName.TryParse("NAME", out StreamName? name, out _) ? options.StreamOf(name) : throw new InvalidOperationException();

    private sealed record Row(string Text, Func<HeadraceOptions, object?> Get, string Expected)
    {
        /// <summary>True when the text is YAML as it stands.</summary>
        public bool IsFlow { get; init; }

        /// <summary>A variable that must be set beside it.</summary>
        public (string Name, string Value)? Needs { get; init; }

        /// <summary>True when there is no other value than the default.</summary>
        public bool IsDefault { get; init; }
    }
}
