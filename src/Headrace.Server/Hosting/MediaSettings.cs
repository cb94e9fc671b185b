using System.Security.Cryptography;
using Headrace.Endpoints.RawRtp;
using Headrace.Endpoints.Rtmp;
using Headrace.Endpoints.Rtsp;
using Headrace.Endpoints.Rtsp.Udp;
using Headrace.Endpoints.Srt;
using Headrace.Protocols.Rtmp.Server;
using Headrace.Protocols.Rtsp.Server;
using Headrace.Server.Configuration.Options;
using Headrace.Server.Configuration.Values;
using Headrace.Streaming.Access;
using Headrace.Streaming.Inputs;
using Headrace.Streaming.Paths;
using Headrace.Streaming.Streams;
using Headrace.Streaming.Supervision;
using Headrace.Transport.Tcp;
using Headrace.Transport.Tls;

namespace Headrace.Server.Hosting;

/// <summary>What the configuration means for the parts that carry media.</summary>
internal static class MediaSettings
{
    /// <summary>The bounds of all streams, on a machine with <paramref name="machineBytes"/> of memory.</summary>
    internal static StreamRegistryOptions Registry(HeadraceOptions options, long machineBytes) => new()
    {
        MaxStreams = options.Limits.MaxStreams,
        MaxMemory = options.Limits.Memory.GlobalWithin(machineBytes),
        MaxBandwidth = options.Limits.Bandwidth.BitsPerSecond,
        Defaults = Stream(options.Defaults, options, machineBytes),
        Patterns = options.Templates.All.IsEmpty ? null : name => Pattern(name, options, machineBytes),
    };

    /// <summary>The streams that are named.</summary>
    internal static IReadOnlyDictionary<string, StreamOptions> Streams(HeadraceOptions options, long machineBytes) =>
        options.Streams.ToDictionary(stream => stream.Key.Value, stream => Stream(stream.Value, options, machineBytes), StringComparer.Ordinal);

    /// <summary>One stream. What a source of our own publishes, nobody else takes over.</summary>
    internal static StreamOptions Stream(StreamSettings settings, HeadraceOptions options, long machineBytes)
    {
        long global = options.Limits.Memory.GlobalWithin(machineBytes);
        long own = options.Limits.Memory.PerStream.Bytes;
        return settings.Options with
        {
            MaxMemory = own == 0 ? global : Math.Min(own, global),
            IsPulled = settings.PublisherInput is null,
            PublisherLabel = settings.PublisherInput is { } publisher && !settings.Inputs.IsEmpty ? publisher.Label : StreamInput.Publisher,
            PublisherPriority = settings.PublisherInput?.Priority ?? 0,
        };
    }

    /// <summary>A stream that is not named, where its name fits a template.</summary>
    private static StreamOptions? Pattern(string name, HeadraceOptions options, long machineBytes) =>
        StreamName.TryParse(name, out StreamName? parsed, out _) && !options.Streams.ContainsKey(parsed) && options.Templates.SettingsOf(parsed) is { } settings
            ? Stream(settings, options, machineBytes) with { ComesForReaders = settings.HasOwnSource }
            : null;

    /// <summary>How a source of a stream's own is kept alive.</summary>
    internal static SourceSupervisorOptions Supervision(PullSettings settings, InputSettings input)
    {
        TimeSpan longest = TimeSpan.FromSeconds(settings.RestartIntervalSeconds);
        return new SourceSupervisorOptions { Label = input.Label, Priority = input.Priority, MaxBackOff = longest, IsOnDemand = settings.IsOnDemand, CloseAfter = settings.CloseAfter };
    }

    /// <summary>Who may connect.</summary>
    internal static ConnectionLimits Connections(HeadraceOptions options) => new(options.Limits.MaxConnections, options.Limits.ConnectionRate.Count, options.Limits.ConnectionBurst)
    {
        IsExempt = address => options.Http.TrustedProxies.Any(proxies => proxies.Contains(address)),
    };

    /// <summary>RTSP at one address; RTSPS with <paramref name="tls"/>, which stays within its connections: over UDP the media would go in the clear.</summary>
    internal static RtspEndpointOptions Rtsp(HeadraceOptions options, ListenAddress listen, AccessGate access, TlsServer? tls) => new()
    {
        Listen = listen.ToEndPoint(),
        Transports = tls is null ? options.Rtsp.Transports : [RtspTransports.Tcp],
        UdpPorts = tls is null ? UdpPorts(options.Rtsp) : null,
        IdleTimeout = options.Limits.IdleTimeout,
        Access = access,
        Tls = tls,
    };

    /// <summary>RTMP at one address; RTMPS with <paramref name="tls"/>.</summary>
    internal static RtmpEndpointOptions Rtmp(HeadraceOptions options, ListenAddress listen, AccessGate access, TlsServer? tls) => new()
    {
        Listen = listen.ToEndPoint(), IdleTimeout = options.Limits.IdleTimeout, MediaTimeout = options.Limits.IdleTimeout, Access = access, Tls = tls,
        SignIn = options.Rtmp.AsksForUser ? new RtmpServerSignIn(RandomNumberGenerator.GetBytes(32)) : null,
    };

    /// <summary>RTP without signalling at one address.</summary>
    internal static RawRtpOptions RawRtp(HeadraceOptions options, ListenAddress listen, AccessGate access) => new()
    {
        Listen = listen.ToEndPoint(),

        // Where RTP's own port is the system's choice, so is this, unless it was named.
        RtcpPort = listen.Port == 0 && options.Rtp.RtcpPort == RtpOptions.DefaultRtcpPort ? 0 : options.Rtp.RtcpPort,
        Access = access,
        Settings = RawRtp(options.Rtp),
    };

    /// <summary>What of it can change while it runs.</summary>
    internal static RawRtpSettings RawRtp(RtpOptions rtp) => new()
    {
        MaxSessions = rtp.MaxSessions,
        SessionTimeout = rtp.SessionTimeout,
        Streams = [.. rtp.Streams.Select(stream => new RawRtpStreamOptions
        {
            Name = stream.Key, Ssrc = stream.Value.Ssrc, Address = stream.Value.Address, Sdp = stream.Value.Sdp == SdpText.None ? null : stream.Value.Sdp.Text,
        })],
    };

    /// <summary>SRT.</summary>
    internal static SrtEndpointOptions Srt(HeadraceOptions options, ListenAddress listen, AccessGate access) => new()
    {
        Listen = listen.ToEndPoint(), Latency = options.Srt.Latency, MaxBandwidth = options.Srt.MaxBandwidth.BitsPerSecond, MediaTimeout = options.Limits.IdleTimeout, Access = access,
    };

    /// <summary>With what streams are published and read over SRT.</summary>
    internal static SrtPassphrases SrtPassphrases(HeadraceOptions options) => new(name => options.StreamOf(name).Srt.Within(options.Srt.Passphrase));

    // Where RTSP's own port is the system's choice, so are these, unless they were named.
    private static UdpPortRange? UdpPorts(RtspOptions rtsp)
    {
        if (rtsp.UdpPorts is not { } ports) return null;
        bool isSystemsChoice = rtsp.Listen is { Port: 0 } && ports == new RtspOptions().UdpPorts;
        return isSystemsChoice ? new UdpPortRange(0, 0) : new UdpPortRange(ports.First, ports.Last);
    }
}
