using Headrace.Endpoints.Forwarding;
using Headrace.Server.Configuration;
using Headrace.Server.Configuration.Sources;

namespace Headrace.Server.Tests.Configuration;

public sealed class ErrorTests
{
    private const string Sources = "publisher, rtsp://HOST/PATH, rtsps://HOST/PATH, rtmp(s)://HOST/APPLICATION/KEY, srt://HOST:PORT?streamid=ID, http(s)://HOST/PATH, udp+mpegts://ADDRESS:PORT, udp+rtp://ADDRESS:PORT, file:PATH, test: or ffmpeg:";

    public static TheoryData<string, string> Single { get; } = new()
    {
        // Unknown keys: the nearest of the section, one of another section, all that there are.
        { "rtps:\n  listen: ':1'", "headrace.yml:1:1: rtps: there is no such key; did you mean rtsp?" },
        { "hls:\n  segmentduration: 2s", "headrace.yml:2:3: hls.segmentduration: there is no such key; did you mean segmentDuration?" },
        { "hls:\n  segmentDuraiton: 2s", "headrace.yml:2:3: hls.segmentDuraiton: there is no such key; did you mean segmentDuration?" },
        { "partDuration: 1s", "headrace.yml:1:1: partDuration: there is no such key here; did you mean hls.partDuration?" },
        { "sources: { zzzzzzzz: 1 }", "headrace.yml:1:12: sources.zzzzzzzz: there is no such key; allowed: allow, deny" },
        { "streams:\n  cam1:\n    sauce: 'test:'", "headrace.yml:3:5: streams.cam1.sauce: there is no such key; did you mean source?" },
        { "defaults: { hls: { alwaysOn: true } }", "headrace.yml:1:13: defaults.hls: there is no such key; allowed: source, rtspTransport, sourceFingerprint, ffmpegArguments, sourceOnDemand, sourceOnDemandCloseAfter, restartIntervalSecs, forward, forwardFingerprint, waitForStream, publisherGrace, slate, overridePublisher, maxReaders, srtPublishPassphrase, srtReadPassphrase, adaptiveSender, maxBandwidth" },

        // Values.
        { "hls: { segmentDuration: 2x }", "headrace.yml:1:25: hls.segmentDuration: '2x' is not allowed; allowed: a duration from 500ms to 1m" },
        { "hls: { segmentDuration: 100ms }", "headrace.yml:1:25: hls.segmentDuration: '100ms' is not allowed; allowed: a duration from 500ms to 1m" },
        { "hls: { segmentCount: 2 }", "headrace.yml:1:22: hls.segmentCount: '2' is not allowed; allowed: a whole number from 3 to 1000" },
        { "hls: { variant: mpeg }", "headrace.yml:1:17: hls.variant: 'mpeg' is not allowed; allowed: mpegts, fmp4 or lowLatency" },
        { "hls: { alwaysOn: yes }", "headrace.yml:1:18: hls.alwaysOn: 'yes' is not allowed; allowed: true or false" },
        { "rtsp:\n  listen: 8554", "headrace.yml:2:11: rtsp.listen: '8554' is not allowed; allowed: an address such as :8554, 127.0.0.1:8554 or [::1]:8554; \"\" switches the protocol off" },
        { "http:\n  listen: [':8080', nonsense]", "headrace.yml:2:21: http.listen: 'nonsense' is not allowed; allowed: a list, each an address such as :8080, 127.0.0.1:8080 or [::1]:8080" },
        { "limits: { memory: { global: 8 GBs } }", "headrace.yml:1:29: limits.memory.global: '8 GBs' is not allowed; allowed: a size such as 50MB, 8GB or 512MiB; 0 for no limit" },
        { "limits: { connectionRate: 200 }", "headrace.yml:1:27: limits.connectionRate: '200' is not allowed; allowed: a rate such as 200/s; 0 for no limit" },
        { "buffers: { backpressure: { low: 0 } }", "headrace.yml:1:33: buffers.backpressure.low: '0' is not allowed; allowed: a number above 0 and at most 1, such as 0.75" },
        { "limits: { bandwidth: 100 }", "headrace.yml:1:22: limits.bandwidth: '100' is not allowed; allowed: a bit rate such as 500kbps, 50Mbps or 1Gbps; 0 for no limit" },
        { "log: { level: loud }", "headrace.yml:1:15: log.level: 'loud' is not allowed; allowed: trace, debug, information, warning, error, critical or none" },
        { "log: { levels: { X: loud } }", "headrace.yml:1:21: log.levels.X: 'loud' is not allowed; allowed: trace, debug, information, warning, error, critical or none" },
        { "defaults: { source: \"ftp://x\" }", "headrace.yml:1:21: defaults.source: 'ftp://x' is not allowed; allowed: publisher, rtsp://HOST/PATH, rtsps://HOST/PATH, rtmp(s)://HOST/APPLICATION/KEY, srt://HOST:PORT?streamid=ID, http(s)://HOST/PATH, udp+mpegts://ADDRESS:PORT, udp+rtp://ADDRESS:PORT, file:PATH, test: or ffmpeg:" },
        { "defaults: { source: \"rtsp://x\" }", "headrace.yml:1:21: defaults.source: one URL cannot be the source of every stream; name it in the stream" },
        { "streams: { c: { source: \"rtsp://admin:pa/ss@cam/live\" } }", "headrace.yml:1:25: streams.c.source: 'rtsp://***@cam/live' is not allowed; allowed: publisher, rtsp://HOST/PATH, rtsps://HOST/PATH, rtmp(s)://HOST/APPLICATION/KEY, srt://HOST:PORT?streamid=ID, http(s)://HOST/PATH, udp+mpegts://ADDRESS:PORT, udp+rtp://ADDRESS:PORT, file:PATH, test: or ffmpeg:" },
        { "streams: { c: { rtspTransport: quic } }", "headrace.yml:1:32: streams.c.rtspTransport: 'quic' is not allowed; allowed: automatic, udp, multicast or tcp" },
        { "streams: { c: { sourceFingerprint: abc } }", "headrace.yml:1:36: streams.c.sourceFingerprint: 'abc' is not allowed; allowed: the SHA-256 of a certificate as 64 hexadecimal digits, * for any certificate, or \"\" for one that an authority vouches for" },
        { "streams: { c: { restartIntervalSecs: 0 } }", "headrace.yml:1:38: streams.c.restartIntervalSecs: '0' is not allowed; allowed: a whole number from 1 to 3600" },
        { "streams: { c: { forward: \"udp+mpegts://x:1?ttl=300\" } }", $"headrace.yml:1:26: streams.c.forward: 'udp+mpegts://x:1?ttl=300' is not allowed: ttl is a number from 0 to 255; allowed: a list, each {ForwardSchemes.Allowed}" },
        { "streams: { c: { forward: [\"udp+mpegts://x:1\", \"udp+mpegts://x:1?ttl=3\"] } }", "headrace.yml:1:26: streams.c.forward: has two targets that differ in no more than credentials or parameters" },
        { "streams: { c: { forward: \"srt://h:1?passphrase=sekret-0815&modus=caller\" } }", $"headrace.yml:1:26: streams.c.forward: 'srt://h:1?passphrase=***&modus=***' is not allowed: its query has a key that is not known, modus; allowed: streamid, passphrase, latency, pbkeylen, mode; allowed: a list, each {ForwardSchemes.Allowed}" },
        { "streams: { c: { forward: \"ftp://h/live\" } }", $"headrace.yml:1:26: streams.c.forward: 'ftp://h/live' is not allowed: ftp is no scheme that streams are forwarded over; allowed: a list, each {ForwardSchemes.Allowed}" },
        { "streams: { c: { forward: \"rtmp://h\" } }", $"headrace.yml:1:26: streams.c.forward: 'rtmp://h' is not allowed: it names no application: rtmp://HOST/APPLICATION/KEY; allowed: a list, each {ForwardSchemes.Allowed}" },
        { "streams: { c: { source: \"srt://h?passphrase=sekret-0815\" } }", $"headrace.yml:1:25: streams.c.source: 'srt://h?passphrase=***' is not allowed: it has no host and port; allowed: {Sources}" },
        { "streams: { c: { source: \"srt://h:1?passphrse=sekret-0815\" } }", $"headrace.yml:1:25: streams.c.source: 'srt://h:1?passphrse=***' is not allowed: its query has a key that is not known, passphrse; allowed: streamid, passphrase, latency, pbkeylen, mode; allowed: {Sources}" },
        { "streams: { c: { source: \"rtmp:/ann:sekret@h/live?token=sekret-0815\" } }", $"headrace.yml:1:25: streams.c.source: 'rtmp:/***@h/live?token=***' is not allowed; allowed: {Sources}" },
        { "streams: { c: { source: \"http//h/x.ts?auth=sekret-0815&pass=sekret\" } }", $"headrace.yml:1:25: streams.c.source: 'http//h/x.ts?auth=***&pass=***' is not allowed; allowed: {Sources}" },
        { "streams: { c: { \"srt://ann:sekret@h?token=sekret\": 1 } }", "headrace.yml:1:17: streams.c.srt://***@h?token=***: there is no such key; allowed: source, rtspTransport, sourceFingerprint, ffmpegArguments, sourceOnDemand, sourceOnDemandCloseAfter, restartIntervalSecs, forward, forwardFingerprint, waitForStream, publisherGrace, slate, overridePublisher, maxReaders, srtPublishPassphrase, srtReadPassphrase, adaptiveSender, maxBandwidth, inputs, sdp, hls, dash, buffers" },
        { "streams: { c: { srtReadPassphrase: sekret } }", "headrace.yml:1:36: streams.c.srtReadPassphrase: '***' is not allowed; allowed: a passphrase of 10 to 79 bytes; none for none; \"\" for srt.passphrase" },
        { "defaults: { forward: \"rtsp://ann:secret@x/live\" }", "headrace.yml:1:22: defaults.forward: every stream would be sent to rtsp://x/live; write $NAME where the stream's name belongs, or name the target in the stream" },
        { "http: { cors: [ftp://x] }", "headrace.yml:1:16: http.cors: 'ftp://x' is not allowed; allowed: a list, each * or an origin such as https://example.org" },
        { "state: ''", "headrace.yml:1:8: state: '' is not allowed; allowed: a directory's path" },
        { "rtsp: { listen: \"a\\nb\" }", "headrace.yml:1:17: rtsp.listen: 'a?b' is not allowed; allowed: an address such as :8554, 127.0.0.1:8554 or [::1]:8554; \"\" switches the protocol off" },

        // Shapes.
        { "sources: 5", "headrace.yml:1:10: sources: a section with keys is expected here: allow, deny" },
        { "telemetry: { otlp: 'collector:4318' }", "headrace.yml:1:20: telemetry.otlp: 'collector:4318' is not allowed; allowed: an address such as http://collector:4318; \"\" for none" },
        { "rtsp: { udpPorts: 8000 }", "headrace.yml:1:19: rtsp.udpPorts: '8000' is not allowed; allowed: two or more ports with an even one first among them, such as 8000-8001; 0 for ports of the system's choice; \"\" switches UDP off" },
        { "rtsp: { udpPorts: 8001-8002 }", "headrace.yml:1:19: rtsp.udpPorts: '8001-8002' is not allowed; allowed: two or more ports with an even one first among them, such as 8000-8001; 0 for ports of the system's choice; \"\" switches UDP off" },
        { "rtsp: { listen: [':1'] }", "headrace.yml:1:17: rtsp.listen: one value is expected here; allowed: an address such as :8554, 127.0.0.1:8554 or [::1]:8554; \"\" switches the protocol off" },
        { "http: { listen: { a: b } }", "headrace.yml:1:17: http.listen: a list of values is expected here; allowed: a list, each an address such as :8080, 127.0.0.1:8080 or [::1]:8080" },
        { "streams: [cam1]", "headrace.yml:1:10: streams: streams are expected here, each a name with its settings" },
        { "- a", "headrace.yml:1:1: keys with values are expected here, such as rtsp: { listen: \":8554\" }" },
        { "just text", "headrace.yml:1:1: keys with values are expected here, such as rtsp: { listen: \":8554\" }" },

        // Stream names.
        { "streams:\n  api/x: {}", "headrace.yml:2:3: streams: 'api/x' cannot be a stream: the first segment is a word that the server's own addresses begin with" },
        { "streams:\n  \"~^(a\": {}", "headrace.yml:2:3: streams: '~^(a' is for no stream: it is no regular expression that can be used: Invalid pattern '^(a' at offset 3. Not enough )'s." },
        { "streams:\n  '~^(a)\\1': {}", "headrace.yml:2:3: streams: '~^(a)\\1' is for no stream: it looks around or back, which cannot be matched in linear time" },
        { "streams:\n  \"~^a\": { sauce: 1 }", "headrace.yml:2:12: streams.~^a.sauce: there is no such key; did you mean source?" },
        { "streams:\n  \"~^a\": { source: \"rtsp://nvr/$G1\" }", "headrace.yml:2:20: streams.~^a: its sources need sourceOnDemand: true, because each stream of it comes with its first reader" },

        // What fits alone, but not together.
        { "buffers: { backpressure: { low: 0.8, high: 0.7 } }", "headrace.yml:1:33: buffers.backpressure: each level begins above the one before: low, medium, high, critical" },
        { "streams:\n  a:\n    buffers: { backpressure: { critical: 0.5 } }", "headrace.yml:3:42: streams.a.buffers.backpressure: each level begins above the one before: low, medium, high, critical" },
        { "hls:\n  segmentDuration: 1s\n  partDuration: 2s", "headrace.yml:3:17: hls.partDuration: 2s is longer than hls.segmentDuration, 1s" },
        { "streams:\n  a:\n    hls: { partDuration: 3s }", "headrace.yml:3:26: streams.a.hls.partDuration: 3s is longer than streams.a.hls.segmentDuration, 2s" },
        { "streams:\n  a:\n    inputs: [{ label: x, url: 'rtsp://b/c' }, { label: x, url: 'rtsp://b/d' }]", "headrace.yml:3:13: streams.a.inputs: has two inputs with one label" },
        { "streams:\n  a:\n    inputs: [{ label: x }, { label: y }]", "headrace.yml:3:13: streams.a.inputs: has more than one input whose url is publisher (or is missing)" },
        { "streams:\n  a:\n    source: rtsp://b/c\n    inputs: [{ label: x }]", "headrace.yml:4:13: streams.a.inputs: stands beside source, which is the short form of one input; leave one of them out" },
        { "streams:\n  a:\n    inputs: [{ label: x, url: 'ftp://b' }]", "headrace.yml:3:31: streams.a.inputs[0].url: 'ftp://b' is not allowed; allowed: publisher, rtsp://HOST/PATH, rtsps://HOST/PATH, rtmp(s)://HOST/APPLICATION/KEY, srt://HOST:PORT?streamid=ID, http(s)://HOST/PATH, udp+mpegts://ADDRESS:PORT, udp+rtp://ADDRESS:PORT, file:PATH, test: or ffmpeg:" },
        { "http: { listen: [':80', '127.0.0.1:80'] }", "headrace.yml:1:17: http.listen: 127.0.0.1:80 is here already" },
        { "streams: { c: { source: \"ffmpeg:\" } }", "headrace.yml:1:25: streams.c.source: ffmpeg: needs ffmpegArguments, a list such as [-re, -i, film.mp4, -c, copy]" },
        { "defaults: { source: ffmpeg }\nstreams: { c: }", "headrace.yml:1:21: defaults.source: ffmpeg: needs ffmpegArguments, a list such as [-re, -i, film.mp4, -c, copy]" },
        { "streams: { c: { source: \"rtsp://a:b@cam/x\", ffmpegArguments: [-i, x] } }", "headrace.yml:1:62: streams.c.ffmpegArguments: these are for the source ffmpeg:, not for rtsp://cam/x" },
        { "streams: { c: { ffmpegArguments: [\"-key\", \"secret\\0\"] } }", "headrace.yml:1:43: streams.c.ffmpegArguments: '***' is not allowed; allowed: a list, each an argument as the program shall see it, not an empty one" },
        { "rtsp: { listen: ':8080' }", "headrace.yml:1:17: rtsp.listen: :8080 is used by http.listen" },

        // YAML.
        { "rtsp: { listen: ':1' }\nrtsp: {}", "headrace.yml:2:1: the key 'rtsp' stands here already, at headrace.yml:1:1" },
        { "a: 1\n---\nb: 2", "headrace.yml:2:1: there is a second document; one file is one document" },
        { "streams: &a { x: *a }", "headrace.yml:1:18: the anchor 'a' is not complete before this place" },
        { "defaults:\n  source: test:", "headrace.yml:2:15: a colon cannot stand here; a text that ends with a colon needs quotes, and keys of one section the same indentation" },
        { "hls:\n  variant: [fmp4\nrtsp: {}\n", "headrace.yml:2:12: nothing can be read from here on; a bracket or a quote may not be closed" },
        { "? [a]\n: b", "headrace.yml:1:3: a key must be a text" },
    };

    [Theory]
    [MemberData(nameof(Single))]
    public void ErrorSaysWhereWhatAndWhatIsAllowed(string yaml, string expected) => Assert.Equal([expected], Configurations.ErrorsOf(yaml));

    [Fact]
    public void AllErrorsAreToldAtOnce()
    {
        string[] errors = Configurations.ErrorsOf("lgo: {}\nhls: { variant: x, segmentCount: y }\nstreams: { a: { source: z } }", ("HEADRACE_BUFFERS__GOPS", "0"));
        Assert.Equal(
            ["lgo", "hls.variant", "hls.segmentCount", "buffers.gops", "streams.a.source"],
            errors.Select(error => error.Split(": ")[1]));
    }

    [Fact]
    public void NumberOfErrorsIsBounded()
    {
        string yaml = string.Concat(Enumerable.Range(0, 500).Select(i => $"key{i}: 1\n"));
        Assert.Equal(ConfigurationDiagnostics.MaxErrors, Configurations.ErrorsOf(yaml).Length);
    }

    [Fact]
    public void LongValueIsShownShortened()
    {
        string error = Assert.Single(Configurations.ErrorsOf($"log: {{ level: {new string('x', 10_000)} }}"));
        Assert.InRange(error.Length, 1, 250);
    }

    [Fact]
    public void MissingFileIsAnError()
    {
        LoadedConfiguration loaded = ConfigurationLoader.Load(new ConfigurationSources { File = "/nowhere/headrace.yml" });
        Assert.Equal("/nowhere/headrace.yml: cannot be read: there is no such file", Assert.Single(loaded.Errors).ToString());
    }

    [Fact]
    public void DirectoryInPlaceOfAFileIsAnError()
    {
        LoadedConfiguration loaded = ConfigurationLoader.Load(new ConfigurationSources { File = Path.GetTempPath() });
        Assert.StartsWith($"{Path.GetTempPath()}: cannot be read: ", Assert.Single(loaded.Errors).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void LargeFileIsRefusedUnread()
    {
        string error = Assert.Single(Configurations.ErrorsOf("# " + new string('x', YamlLimits.MaxFileBytes)));
        Assert.Equal("headrace.yml: the file is larger than 1048576 bytes", error);
    }

    [Fact]
    public void DeepNestingIsRefused()
    {
        string error = Assert.Single(Configurations.ErrorsOf("a: " + new string('[', 100_000)));
        Assert.Contains("nesting is deeper than 16", error, StringComparison.Ordinal);
    }

    [Fact]
    public void AliasesThatMultiplyAreRefused()
    {
        string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
            + string.Concat(Enumerable.Range(1, 9).Select(i => $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n"));
        string error = Assert.Single(Configurations.ErrorsOf(bomb));
        Assert.Contains("there are more than 100000 values", error, StringComparison.Ordinal);
    }
}
