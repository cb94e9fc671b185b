using Headrace.Endpoints.Forwarding;
using Headrace.Endpoints.Rtsp.Pull;
using Headrace.Manifests.Hls;
using Headrace.Media.Timeline;
using Headrace.Protocols.Rtsp.Server;
using Headrace.Server.Configuration.Changes;
using Headrace.Server.Configuration.Options;
using Headrace.Server.Configuration.Values;
using Headrace.Streaming.Access;
using Headrace.Streaming.Pressure;
using Headrace.Streaming.Streams;

namespace Headrace.Server.Configuration.Schema;

/// <summary>Every key that exists: the one description that files, environment and command line are read by, and that help and suggestions are made from.</summary>
internal static class ConfigurationSchema
{
    private static readonly Section<LogOptions> Log = new(
        Key<LogOptions>.Value("level", Syntaxes.Level, "Least level that is written.",
            o => o.Level, (o, v) => o with { Level = v }),
        Key<LogOptions>.Value("format", Syntaxes.Words(("text", LogFormat.Text), ("json", LogFormat.Json)), "How log lines look.",
            o => o.Format, (o, v) => o with { Format = v }),
        Key<LogOptions>.NamedValues("levels", Syntaxes.Level, "Levels of single categories, such as Headrace.Rtsp.",
            o => o.Levels, (o, v) => o with { Levels = v }));

    private static readonly Section<TelemetryOptions> Telemetry = new(
        Key<TelemetryOptions>.Value("otlp", Syntaxes.HttpAddressOrNone, "Where metrics are sent by OTLP over HTTP.",
            o => o.Otlp, (o, v) => o with { Otlp = v }));

    private static readonly Section<HttpTlsOptions> HttpTls = new(
        Key<HttpTlsOptions>.Value("certificate", Syntaxes.PemFile, "PEM file with the certificate of HTTPS, RTSPS and RTMPS and its chain; read again when it changes.",
            o => o.Certificate, (o, v) => o with { Certificate = v }),
        Key<HttpTlsOptions>.Value("key", Syntaxes.PemFile, "PEM file with its key; \"\" when that stands in the same file.",
            o => o.Key, (o, v) => o with { Key = v }),
        Key<HttpTlsOptions>.List("listen", Syntaxes.Listen, "Where HTTPS listens when there is a certificate.",
            o => o.Listen, (o, v) => o with { Listen = v }));

    private static readonly Section<HttpOptions> Http = new(
        Key<HttpOptions>.Marked(KeyTraits.NeedsRestart, Key<HttpOptions>.List("listen", Syntaxes.Listen, "Where HTTP listens; each address serves everything.",
            o => o.Listen, (o, v) => o with { Listen = v })),
        Key<HttpOptions>.List("cors", Syntaxes.CorsOrigin, "Origins whose pages may read media.",
            o => o.Cors, (o, v) => o with { Cors = v }),
        Key<HttpOptions>.Marked(KeyTraits.NotByApi, Key<HttpOptions>.List("trustedProxies", Syntaxes.Networks, "Proxies whose X-Forwarded-For says who asks.",
            o => o.TrustedProxies, (o, v) => o with { TrustedProxies = v })),
        Key<HttpOptions>.Marked(KeyTraits.NotByApi | KeyTraits.NeedsRestart, Key<HttpOptions>.Section("tls", HttpTls, "HTTPS, RTSPS and RTMPS.",
            o => o.Tls, (o, v) => o with { Tls = v })));

    private static readonly Section<RtspOptions> Rtsp = new(
        Key<RtspOptions>.Value("listen", Syntaxes.ListenOrOff, "Where RTSP listens.",
            o => o.Listen, (o, v) => o with { Listen = v }),
        Key<RtspOptions>.Value("tlsListen", Syntaxes.ListenOrOff, "Where RTSPS listens when there is a certificate.",
            o => o.TlsListen, (o, v) => o with { TlsListen = v }),
        Key<RtspOptions>.List("transports", Transports, "How RTP may be carried, the preferred way first.",
            o => o.Transports, (o, v) => o with { Transports = v }),
        Key<RtspOptions>.Value("udpPorts", Syntaxes.UdpPortsOrOff, "UDP ports for RTP and RTCP of all sessions.",
            o => o.UdpPorts, (o, v) => o with { UdpPorts = v }));

    private static readonly Section<RtmpOptions> Rtmp = new(
        Key<RtmpOptions>.Value("listen", Syntaxes.ListenOrOff, "Where RTMP listens.",
            o => o.Listen, (o, v) => o with { Listen = v }),
        Key<RtmpOptions>.Value("tlsListen", Syntaxes.ListenOrOff, "Where RTMPS listens when there is a certificate.",
            o => o.TlsListen, (o, v) => o with { TlsListen = v }),
        Key<RtmpOptions>.Value("askForUser", Syntaxes.Boolean, "Whether publishers that show no user when they connect are asked for one (authmod=adobe).",
            o => o.AsksForUser, (o, v) => o with { AsksForUser = v }));

    private static readonly Section<RtpStreamSettings> RtpStreams = new(
        Key<RtpStreamSettings>.Value("ssrc", Syntaxes.SsrcOrNone, "Its synchronisation source.",
            o => o.Ssrc, (o, v) => o with { Ssrc = v }),
        Key<RtpStreamSettings>.Value("address", Syntaxes.AddressOrNone, "Where it sends from.",
            o => o.Address, (o, v) => o with { Address = v }),
        Key<RtpStreamSettings>.Value("sdp", Syntaxes.Sdp, "What it sends.",
            o => o.Sdp, (o, v) => o with { Sdp = v }));

    private static readonly Section<RtpOptions> Rtp = new(
        Key<RtpOptions>.Marked(KeyTraits.NeedsRestart, Key<RtpOptions>.Value("listen", Syntaxes.ListenOrOff, "Where RTP without signalling is received, over UDP.",
            o => o.Listen, (o, v) => o with { Listen = v })),
        Key<RtpOptions>.Marked(KeyTraits.NeedsRestart, Key<RtpOptions>.Value("rtcpPort", Syntaxes.Integer(0, 65_535, "; 0 for a port of the system's choice"), "The port for its RTCP, which is taken on the other one too.",
            o => o.RtcpPort, (o, v) => o with { RtcpPort = v })),
        Key<RtpOptions>.Value("maxSessions", Syntaxes.Integer(1, 100_000), "Greatest number of publishers over it.",
            o => o.MaxSessions, (o, v) => o with { MaxSessions = v }),
        Key<RtpOptions>.Value("sessionTimeout", Between("1s", "1h"), "A publisher that sends nothing ends after this.",
            o => o.SessionTimeout, (o, v) => o with { SessionTimeout = v }),
        Key<RtpOptions>.Marked(KeyTraits.NotByApi, Key<RtpOptions>.NamedSections("streams", RtpStreams, "Senders that are known, by the names of their streams.",
            o => o.Streams, (o, v) => o with { Streams = v })));

    private static readonly Section<SrtOptions> Srt = new(
        Key<SrtOptions>.Marked(KeyTraits.NeedsRestart, Key<SrtOptions>.Value("listen", Syntaxes.ListenOrOff, "Where SRT listens.",
            o => o.Listen, (o, v) => o with { Listen = v })),
        Key<SrtOptions>.Marked(KeyTraits.NeedsRestart, Key<SrtOptions>.Value("latency", Between("20ms", "8s"), "Least time between sending and playing a packet, in which losses are mended.",
            o => o.Latency, (o, v) => o with { Latency = v })),
        Key<SrtOptions>.Value("passphrase", Syntaxes.Passphrase, "What streams that say nothing else are encrypted with.",
            o => o.Passphrase, (o, v) => o with { Passphrase = v }),
        Key<SrtOptions>.Marked(KeyTraits.NeedsRestart, Key<SrtOptions>.Value("maxBandwidth", Syntaxes.BitRate, "What one connection sends at most, retransmissions included.",
            o => o.MaxBandwidth, (o, v) => o with { MaxBandwidth = v })),
        Key<SrtOptions>.Marked(KeyTraits.NeedsRestart | KeyTraits.NotByApi, Key<SrtOptions>.Value("library", Syntaxes.LibraryOrNone, "The file of libsrt.",
            o => o.Library, (o, v) => o with { Library = v })));

    private static readonly Section<HlsOptions> Hls = new(
        Key<HlsOptions>.Value("variant", Syntaxes.Words(("mpegts", HlsVariant.MpegTs), ("fmp4", HlsVariant.Fmp4), ("lowLatency", HlsVariant.LowLatency)), "What HLS consists of.",
            o => o.Variant, (o, v) => o with { Variant = v }),
        Key<HlsOptions>.Value("segmentDuration", Between("500ms", "60s"), "Least duration of a segment; it ends at the next key frame.",
            o => o.SegmentDuration, (o, v) => o with { SegmentDuration = v }),
        Key<HlsOptions>.Value("partDuration", Between("50ms", "5s"), "Wanted duration of an LL-HLS part.",
            o => o.PartDuration, (o, v) => o with { PartDuration = v }),
        Key<HlsOptions>.Value("segmentCount", Syntaxes.Integer(3, 1_000), "Segments in a playlist.",
            o => o.SegmentCount, (o, v) => o with { SegmentCount = v }),
        Key<HlsOptions>.Value("alwaysOn", Syntaxes.Boolean, "Make segments also while nobody asks for them.",
            o => o.AlwaysOn, (o, v) => o with { AlwaysOn = v }),
        Key<HlsOptions>.Marked(KeyTraits.NotByApi, Key<HlsOptions>.Value("directory", Syntaxes.DirectoryOrNone, "Directory that keeps segments and playlists as files too.",
            o => o.Directory, (o, v) => o with { Directory = v })));

    private static readonly Section<DashOptions> Dash = new(
        Key<DashOptions>.Value("lowLatency", Syntaxes.Boolean, "Let players ask for segments that are still being made, where segments are regular.",
            o => o.LowLatency, (o, v) => o with { LowLatency = v }));

    private static readonly Section<MemoryOptions> Memory = new(
        Key<MemoryOptions>.Value("global", Syntaxes.Size, "Media held by the process; never above half of the machine.",
            o => o.Global, (o, v) => o with { Global = v }),
        Key<MemoryOptions>.Value("perStream", Syntaxes.Size, "Media held by one stream.",
            o => o.PerStream, (o, v) => o with { PerStream = v }));

    private static readonly Section<LimitOptions> Limits = new(
        Key<LimitOptions>.Value("maxStreams", Count, "Greatest number of streams.",
            o => o.MaxStreams, (o, v) => o with { MaxStreams = v }),
        Key<LimitOptions>.Value("maxConnections", Count, "Greatest number of open connections.",
            o => o.MaxConnections, (o, v) => o with { MaxConnections = v }),
        Key<LimitOptions>.Value("connectionRate", Syntaxes.Rate, "New connections of one address; loopback is exempt.",
            o => o.ConnectionRate, (o, v) => o with { ConnectionRate = v }),
        Key<LimitOptions>.Value("connectionBurst", Syntaxes.Integer(1, 1_000_000), "Connections of one address that may come at once.",
            o => o.ConnectionBurst, (o, v) => o with { ConnectionBurst = v }),
        Key<LimitOptions>.Value("idleTimeout", Between("1s", "1h"), "A connection that says nothing ends after this.",
            o => o.IdleTimeout, (o, v) => o with { IdleTimeout = v }),
        Key<LimitOptions>.Value("bandwidth", Syntaxes.BitRate, "What all streams may send to viewers together.",
            o => o.Bandwidth, (o, v) => o with { Bandwidth = v }),
        Key<LimitOptions>.Section("memory", Memory, "Bytes of media held.",
            o => o.Memory, (o, v) => o with { Memory = v }));

    private static readonly Section<AccessPermission> Permissions = new(
        Key<AccessPermission>.Value("action", Syntaxes.Words(
            ("publish", AccessAction.Publish), ("read", AccessAction.Read), ("playback", AccessAction.Playback), ("api", AccessAction.Api), ("metrics", AccessAction.Metrics)), "What.",
            o => o.Action, (o, v) => o with { Action = v }),
        Key<AccessPermission>.Value("path", Syntaxes.Streams, "With which streams.",
            o => o.Path, (o, v) => o with { Path = v }));

    private static readonly Section<AccessUser> Users = new(
        Key<AccessUser>.Value("user", Syntaxes.UserName, "The name.",
            o => o.Name, (o, v) => o with { Name = v }),
        Key<AccessUser>.Value("password", Syntaxes.Password, "The password.",
            o => o.Password, (o, v) => o with { Password = v }),
        Key<AccessUser>.List("ips", Syntaxes.Networks, "Where he may come from.",
            o => o.Networks, (o, v) => o with { Networks = v }),
        Key<AccessUser>.Sections("permissions", Permissions, "What he may do.",
            o => o.Permissions, (o, v) => o with { Permissions = v }));

    private static readonly Section<AuthOptions> Auth = new(
        Key<AuthOptions>.Value("method", Syntaxes.Words(("internal", AuthMethod.Internal)), "Where users are kept.",
            o => o.Method, (o, v) => o with { Method = v }),
        Key<AuthOptions>.Sections("users", Users, "Who may do what; without any, anybody may publish and view.",
            o => o.Users, (o, v) => o with { Users = v }));

    private static readonly Section<SourceRules> Sources = new(
        Key<SourceRules>.List("allow", Syntaxes.Networks, "Where sources made through the API may connect to; none: everywhere that is not denied.",
            o => o.Allow, (o, v) => o with { Allow = v }),
        Key<SourceRules>.List("deny", Syntaxes.Networks, "Where they may not.",
            o => o.Deny, (o, v) => o with { Deny = v }));

    private static readonly Section<PressureThresholds> Backpressure = new(
        Key<PressureThresholds>.Value("low", Syntaxes.Part, "Fewer groups of pictures are held.",
            o => o.Low, (o, v) => o with { Low = v }),
        Key<PressureThresholds>.Value("medium", Syntaxes.Part, "One group of pictures is held, and new viewers are refused.",
            o => o.Medium, (o, v) => o with { Medium = v }),
        Key<PressureThresholds>.Value("high", Syntaxes.Part, "Pictures that no other needs are dropped.",
            o => o.High, (o, v) => o with { High = v }),
        Key<PressureThresholds>.Value("critical", Syntaxes.Part, "Key frames only are taken in, and new streams are refused.",
            o => o.Critical, (o, v) => o with { Critical = v }));

    private static readonly Section<StreamOptions> Buffers = new(
        Key<StreamOptions>.Value("gops", Syntaxes.Integer(1, 100), "Groups of pictures held for viewers that join.",
            o => o.Gops, (o, v) => o with { Gops = v }),
        Key<StreamOptions>.Value("gopDuration", Between("1s", "10m"), "Greatest span of time that is held, also of a group that does not end.",
            o => o.GopDuration, (o, v) => o with { GopDuration = v }),
        Key<StreamOptions>.Value("gopBytes", Syntaxes.Size, "Most bytes of the groups held; half of limits.memory.perStream at most.",
            o => new ByteSize(o.GopBytes), (o, v) => o with { GopBytes = v.Bytes }),
        Key<StreamOptions>.Value("start", Syntaxes.Words(("cached", true), ("next", false)), "The key frame at which a viewer begins.",
            o => o.StartsCached, (o, v) => o with { StartsCached = v }),
        Key<StreamOptions>.Value("maxLag", Between("100ms", "60s"), "A viewer that is further behind skips to a key frame.",
            o => o.MaxLag, (o, v) => o with { MaxLag = v }),
        Key<StreamOptions>.Value("frameTimeout", Between("100ms", "60s"), "How long the rest of a picture is waited for of which nothing comes any more.",
            o => o.FrameTimeout, (o, v) => o with { FrameTimeout = v }),
        Key<StreamOptions>.Value("reorderWindow", Between("10ms", "5s"), "How long a lost packet over UDP is waited for.",
            o => o.ReorderWindow, (o, v) => o with { ReorderWindow = v }),
        Key<StreamOptions>.Value("syncThreshold", Between("20ms", "1s"), "Sound and picture that are further apart are corrected faster.",
            o => o.SyncThreshold, (o, v) => o with { SyncThreshold = v }),
        Key<StreamOptions>.Value("soundOffset", Syntaxes.OffsetWithin(TimeSpan.FromTicks(TimelineLimits.MaxSoundOffset / TimeSpan.NanosecondsPerTick)), "How much later than its timestamps say sound is presented.",
            o => o.SoundOffset, (o, v) => o with { SoundOffset = v }),
        Key<StreamOptions>.Section("backpressure", Backpressure, "From which part of its memory on a stream holds less.",
            o => o.Backpressure, (o, v) => o with { Backpressure = v }));

    private static readonly Section<InputSettings> Inputs = new(
        Key<InputSettings>.Value("label", Syntaxes.Label, "Its name within the stream.",
            o => o.Label, (o, v) => o with { Label = v }),
        Key<InputSettings>.Value(InputSettings.Url, Syntaxes.Source, "Where its media comes from.",
            o => o.Source, (o, v) => o with { Source = v }),
        Key<InputSettings>.Value("priority", Syntaxes.Integer(0, 1_000), "Its rank: the lowest that has media feeds the stream.",
            o => o.Priority, (o, v) => o with { Priority = v }));

    private static readonly IReadOnlyList<IKey<StreamSettings>> OfStreams =
    [
        Key<StreamSettings>.Value("source", Syntaxes.Source, "Where the media comes from.",
            o => o.Source, (o, v) => o with { Source = v }),
        Key<StreamSettings>.Value("rtspTransport", SourceTransports, "How media of an RTSP source comes.",
            o => o.Pull.RtspTransport, (o, v) => o with { Pull = o.Pull with { RtspTransport = v } }),
        Key<StreamSettings>.Value("sourceFingerprint", Syntaxes.Trust, "The certificate that an rtsps source is known by.",
            o => o.Pull.Trust, (o, v) => o with { Pull = o.Pull with { Trust = v } }),
        Key<StreamSettings>.Marked(KeyTraits.NotByApi, Key<StreamSettings>.List("ffmpegArguments", Syntaxes.Argument, "What ffmpeg is run with, for the source ffmpeg:.",
            o => [.. o.Pull.FfmpegArguments], (o, v) => o with { Pull = o.Pull with { FfmpegArguments = new ValueList<string>([.. v]) } })),
        Key<StreamSettings>.Value("sourceOnDemand", Syntaxes.Boolean, "Run the source only while somebody reads.",
            o => o.Pull.IsOnDemand, (o, v) => o with { Pull = o.Pull with { IsOnDemand = v } }),
        Key<StreamSettings>.Value("sourceOnDemandCloseAfter", Between("1s", "1h"), "How long a source on demand runs on without readers.",
            o => o.Pull.CloseAfter, (o, v) => o with { Pull = o.Pull with { CloseAfter = v } }),
        Key<StreamSettings>.Value("restartIntervalSecs", Syntaxes.Integer(1, 3_600), "Longest wait before a source that ended is tried again.",
            o => o.Pull.RestartIntervalSeconds, (o, v) => o with { Pull = o.Pull with { RestartIntervalSeconds = v } }),
        Key<StreamSettings>.List(ApiChanges.Forward, Syntaxes.Forward, "Where the stream is sent of the server's own accord.",
            o => [.. o.Forward.Targets], (o, v) => o with { Forward = o.Forward with { Targets = new ValueList<ForwardUrl>([.. v]) } }),
        Key<StreamSettings>.Value("forwardFingerprint", Syntaxes.Trust, "The certificate that targets over TLS are known by.",
            o => o.Forward.Trust, (o, v) => o with { Forward = o.Forward with { Trust = v } }),
        Key<StreamSettings>.Value("waitForStream", Between("0s", "1m"), "How long viewers wait for a stream that has no media yet.",
            o => o.Options.WaitForStream, (o, v) => o with { Options = o.Options with { WaitForStream = v } }),
        Key<StreamSettings>.Value("publisherGrace", Between("0s", "1h"), "How long viewers wait for a publisher that has gone.",
            o => o.Options.PublisherGrace, (o, v) => o with { Options = o.Options with { PublisherGrace = v } }),
        Key<StreamSettings>.Value(ApiChanges.Slate, Syntaxes.Slate, "What viewers see when he stays away longer.",
            o => o.Options.Slate, (o, v) => o with { Options = o.Options with { Slate = v } }),
        Key<StreamSettings>.Value("overridePublisher", Syntaxes.Boolean, "A new publisher takes the place of the one that is there.",
            o => o.Options.OverridePublisher, (o, v) => o with { Options = o.Options with { OverridePublisher = v } }),
        Key<StreamSettings>.Value("maxReaders", Count, "Greatest number of viewers.",
            o => o.Options.MaxReaders, (o, v) => o with { Options = o.Options with { MaxReaders = v } }),
        Key<StreamSettings>.Value("srtPublishPassphrase", Syntaxes.PassphraseOrNone, "What it is published with over SRT.",
            o => o.Srt.Publish, (o, v) => o with { Srt = o.Srt with { Publish = v } }),
        Key<StreamSettings>.Value("srtReadPassphrase", Syntaxes.PassphraseOrNone, "What it is read with over SRT.",
            o => o.Srt.Read, (o, v) => o with { Srt = o.Srt with { Read = v } }),
        Key<StreamSettings>.Value("adaptiveSender", Syntaxes.Boolean, "Its publisher sends less when its connection is read more slowly.",
            o => o.Options.AdaptiveSender, (o, v) => o with { Options = o.Options with { AdaptiveSender = v } }),
        Key<StreamSettings>.Value("maxBandwidth", Syntaxes.BitRate, "What it may send to viewers together.",
            o => new BitRate(o.Options.MaxBandwidth), (o, v) => o with { Options = o.Options with { MaxBandwidth = v.BitsPerSecond } }),
    ];

    /// <summary>What a stream can have settings of its own for.</summary>
    internal static Section<StreamSettings> Stream { get; } = new(
    [
        .. OfStreams,
        Key<StreamSettings>.Sections("inputs", Inputs, "Where the media comes from in turns; the best that has media feeds the stream.",
            o => o.Inputs, (o, v) => o with { Inputs = v }),
        Key<StreamSettings>.Marked(KeyTraits.NotByApi, Key<StreamSettings>.Value("sdp", Syntaxes.Sdp, "What a udp+rtp source sends.",
            o => o.Pull.Sdp, (o, v) => o with { Pull = o.Pull with { Sdp = v } })),
        Key<StreamSettings>.Section("hls", Hls, "HLS of this stream.",
            o => o.Options.Hls, (o, v) => o with { Options = o.Options with { Hls = v } }),
        Key<StreamSettings>.Section("dash", Dash, "DASH of this stream.",
            o => o.Options.Dash, (o, v) => o with { Options = o.Options with { Dash = v } }),
        Key<StreamSettings>.Section("buffers", Buffers, "Buffers of this stream.",
            o => o.Options, (o, v) => o with { Options = v }),
    ]);

    /// <summary>The top of the configuration. Streams inherit from what stands before them here.</summary>
    internal static Section<HeadraceOptions> Root { get; } = new(
        Key<HeadraceOptions>.Marked(KeyTraits.NeedsRestart | KeyTraits.NotByApi, Key<HeadraceOptions>.Value("state", Syntaxes.Directory, "Directory of what is kept over restarts; one server each.",
            o => o.State, (o, v) => o with { State = v })),
        Key<HeadraceOptions>.Section("log", Log, "Log lines, on standard error.",
            o => o.Log, (o, v) => o with { Log = v }),
        Key<HeadraceOptions>.Marked(KeyTraits.NotByApi, Key<HeadraceOptions>.Section("telemetry", Telemetry, "Where figures are sent.",
            o => o.Telemetry, (o, v) => o with { Telemetry = v })),
        Key<HeadraceOptions>.Section("http", Http, "API, pages and HLS.",
            o => o.Http, (o, v) => o with { Http = v }),
        Key<HeadraceOptions>.Section("rtsp", Rtsp, "RTSP.",
            o => o.Rtsp, (o, v) => o with { Rtsp = v }),
        Key<HeadraceOptions>.Section("rtmp", Rtmp, "RTMP.",
            o => o.Rtmp, (o, v) => o with { Rtmp = v }),
        Key<HeadraceOptions>.Section("rtp", Rtp, "RTP without signalling.",
            o => o.Rtp, (o, v) => o with { Rtp = v }),
        Key<HeadraceOptions>.Section("srt", Srt, "SRT.",
            o => o.Srt, (o, v) => o with { Srt = v }),
        Key<HeadraceOptions>.Section("hls", Hls, "HLS of every stream.",
            o => o.Defaults.Options.Hls, (o, v) => o with { Defaults = o.Defaults with { Options = o.Defaults.Options with { Hls = v } } }),
        Key<HeadraceOptions>.Section("dash", Dash, "DASH of every stream.",
            o => o.Defaults.Options.Dash, (o, v) => o with { Defaults = o.Defaults with { Options = o.Defaults.Options with { Dash = v } } }),
        Key<HeadraceOptions>.Section("limits", Limits, "Bounds of the server.",
            o => o.Limits, (o, v) => o with { Limits = v }),
        Key<HeadraceOptions>.Marked(KeyTraits.NotByApi, Key<HeadraceOptions>.Section("auth", Auth, "Users and what they may do.",
            o => o.Auth, (o, v) => o with { Auth = v })),
        Key<HeadraceOptions>.Marked(KeyTraits.NotByApi, Key<HeadraceOptions>.Section("sources", Sources, "What sources made through the API may connect to.",
            o => o.Sources, (o, v) => o with { Sources = v })),
        Key<HeadraceOptions>.Section("buffers", Buffers, "Buffers of every stream.",
            o => o.Defaults.Options, (o, v) => o with { Defaults = o.Defaults with { Options = v } }),
        Key<HeadraceOptions>.Section("defaults", new Section<StreamSettings>(OfStreams), "What holds for every stream.",
            o => o.Defaults, (o, v) => o with { Defaults = v }),
        new StreamsKey(Stream));

    /// <summary>All keys that have a value.</summary>
    internal static IReadOnlyList<KeyListing> Listing { get; } = [.. KeyListing.Of(Root.Keys)];

    private static ValueSyntax<RtspSourceTransport> SourceTransports => Syntaxes.Words(
        ("automatic", RtspSourceTransport.Automatic), ("udp", RtspSourceTransport.Udp), ("multicast", RtspSourceTransport.Multicast), ("tcp", RtspSourceTransport.Tcp));

    private static ValueSyntax<RtspTransports> Transports => Syntaxes.Words(("tcp", RtspTransports.Tcp), ("udp", RtspTransports.Udp), ("multicast", RtspTransports.Multicast));

    private static ValueSyntax<int> Count => Syntaxes.Integer(0, 10_000_000, "; 0 for no limit");

    private static ValueSyntax<TimeSpan> Between(string least, string most) =>
        Durations.TryParse(least, out TimeSpan from) && Durations.TryParse(most, out TimeSpan to)
            ? Syntaxes.DurationBetween(from, to)
            : throw new ArgumentException($"{least} or {most} is not a duration.", nameof(least));
}
