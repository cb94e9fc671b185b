using System.Net;
using System.Net.Sockets;
using Headrace.Endpoints.Rtsp;
using Headrace.Server.Configuration;
using Headrace.Server.Configuration.Options;
using Headrace.Server.Configuration.Values;
using Headrace.Server.Tls;
using Headrace.Transport.Egress;
using Headrace.Transport.Tls;
using Microsoft.Extensions.Logging;

namespace Headrace.Server.Hosting;

/// <summary>The listeners of RTSP and RTSPS, and RTSP's ports of UDP.</summary>
internal sealed class RtspPlane(MediaPlane media, EgressPumps pumps, TimeProvider clock, ILoggerFactory loggers)
{
    private readonly ILogger _logger = loggers.CreateLogger("Headrace.Server");
    private RtspOptions _now = new();
    private RtspEndpoint? _plain;
    private RtspEndpoint? _secure;

    /// <summary>Where RTSP listens, or null.</summary>
    internal IPEndPoint? EndPoint => _plain?.LocalEndPoint;

    /// <summary>Where RTSPS listens, or null.</summary>
    internal IPEndPoint? TlsEndPoint => _secure?.LocalEndPoint;

    /// <summary>The ports that are listened on.</summary>
    internal IReadOnlyList<int> Ports => [.. new[] { EndPoint, TlsEndPoint }.OfType<IPEndPoint>().Select(listening => listening.Port)];

    /// <summary>Begins to listen; RTSPS where there is a certificate. Throws <see cref="StartException"/> when an address that the user chose cannot be had.</summary>
    internal void Listen(LoadedConfiguration configuration, TlsCertificate? certificate)
    {
        _now = configuration.Options.Rtsp;
        _plain = Start(configuration, _now.Listen, "RTSP", "rtsp.listen", null);
        if (certificate is null) media.Protocols.AddOff("RTSPS", "http.tls.certificate", ProtocolTable.NoCertificate);
        else _secure = Start(configuration, _now.TlsListen, "RTSPS", "rtsp.tlsListen", new TlsServer(() => certificate.Context));
    }

    /// <summary>Makes new options hold; who is connected stays. An address or ports that cannot be had leave those that there are.</summary>
    internal async Task ApplyAsync(HeadraceOptions options)
    {
        RtspOptions before = _now;
        RtspOptions next = _now = options.Rtsp;
        if (_plain is not null)
        {
            _plain.Options = MediaSettings.Rtsp(options, next.Listen ?? default, media.Access, null);
            if (!Equals(before.UdpPorts, next.UdpPorts) || !before.Transports.SequenceEqual(next.Transports)) StartUdpAgain(_plain, next);
            if (before.Listen != next.Listen) await media.Protocols.MoveAsync("RTSP", "rtsp.listen", next.Listen, () => _plain.LocalEndPoint, _plain.MoveAsync, _logger).ConfigureAwait(false);
        }

        if (_secure is null) return;
        _secure.Options = MediaSettings.Rtsp(options, next.TlsListen ?? default, media.Access, _secure.Options.Tls);
        if (before.TlsListen != next.TlsListen) await media.Protocols.MoveAsync("RTSPS", "rtsp.tlsListen", next.TlsListen, () => _secure.LocalEndPoint, _secure.MoveAsync, _logger).ConfigureAwait(false);
    }

    /// <summary>Accepts no more; connections end, saying that the server stops.</summary>
    internal async Task StopAsync()
    {
        if (_plain is not null) await _plain.DisposeAsync().ConfigureAwait(false);
        if (_secure is not null) await _secure.DisposeAsync().ConfigureAwait(false);
    }

    private RtspEndpoint Start(LoadedConfiguration configuration, ListenAddress? address, string protocol, string key, TlsServer? tls)
    {
        RtspEndpoint rtsp = new(MediaSettings.Rtsp(configuration.Options, address ?? default, media.Access, tls), media.Streams, media.Sessions, pumps, media.Admission, clock, loggers);
        if (address is not { } listen)
        {
            media.Protocols.AddOff(protocol, key, ProtocolTable.NoAddress);
            return rtsp;
        }

        try
        {
            StartUdp(rtsp, configuration);
            rtsp.Start();
            media.Protocols.Add(protocol, key, rtsp.LocalEndPoint!);
        }
        catch (SocketException e)
        {
            media.Protocols.SwitchOff(protocol, listen.ToString(), e, key, configuration.SetKeys.Contains(key) ? key : null, _logger);
        }

        return rtsp;
    }

    /// <summary>Ports that cannot be had switch UDP off, and nothing else.</summary>
    private void StartUdp(RtspEndpoint rtsp, LoadedConfiguration configuration)
    {
        const string Key = "rtsp.udpPorts";
        try
        {
            rtsp.StartUdp();
        }
        catch (SocketException e)
        {
            string ports = $"a pair of the UDP ports {configuration.Options.Rtsp.UdpPorts}";
            media.Protocols.SwitchOff("RTSP over UDP", ports, e, Key, configuration.SetKeys.Contains(Key) ? Key : null, _logger);
        }
    }

    private void StartUdpAgain(RtspEndpoint rtsp, RtspOptions next)
    {
        try
        {
            rtsp.StartUdp();
        }
        catch (SocketException e)
        {
            ServerLog.CannotMove(_logger, "RTSP over UDP", $"a pair of the UDP ports {next.UdpPorts}", ListenFault.Describe(e), "rtsp.udpPorts");
        }
    }
}
