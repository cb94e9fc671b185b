using System.Net;
using System.Net.Sockets;
using Headrace.Endpoints.Rtmp;
using Headrace.Server.Configuration;
using Headrace.Server.Configuration.Options;
using Headrace.Server.Configuration.Values;
using Headrace.Server.Tls;
using Headrace.Transport.Egress;
using Headrace.Transport.Tls;
using Microsoft.Extensions.Logging;

namespace Headrace.Server.Hosting;

/// <summary>The listeners of RTMP and RTMPS.</summary>
internal sealed class RtmpPlane(MediaPlane media, EgressPumps pumps, TimeProvider clock, ILoggerFactory loggers)
{
    private readonly ILogger _logger = loggers.CreateLogger("Headrace.Server");
    private RtmpOptions _now = new();
    private RtmpEndpoint? _plain;
    private RtmpEndpoint? _secure;

    /// <summary>Where RTMP listens, or null.</summary>
    internal IPEndPoint? EndPoint => _plain?.LocalEndPoint;

    /// <summary>Where RTMPS listens, or null.</summary>
    internal IPEndPoint? TlsEndPoint => _secure?.LocalEndPoint;

    /// <summary>The ports that are listened on.</summary>
    internal IReadOnlyList<int> Ports => [.. new[] { EndPoint, TlsEndPoint }.OfType<IPEndPoint>().Select(listening => listening.Port)];

    /// <summary>Begins to listen; RTMPS where there is a certificate. Throws <see cref="StartException"/> when an address that the user chose cannot be had.</summary>
    internal void Listen(LoadedConfiguration configuration, TlsCertificate? certificate)
    {
        _now = configuration.Options.Rtmp;
        _plain = Start(configuration, _now.Listen, "RTMP", "rtmp.listen", null);
        if (certificate is null) media.Protocols.AddOff("RTMPS", "http.tls.certificate", ProtocolTable.NoCertificate);
        else _secure = Start(configuration, _now.TlsListen, "RTMPS", "rtmp.tlsListen", new TlsServer(() => certificate.Context));
    }

    /// <summary>Makes new options hold; who is connected stays. An address that cannot be had leaves the one that there is.</summary>
    internal async Task ApplyAsync(HeadraceOptions options)
    {
        RtmpOptions before = _now;
        RtmpOptions next = _now = options.Rtmp;
        if (_plain is not null)
        {
            _plain.Options = Next(_plain.Options, next.Listen, null);
            if (before.Listen != next.Listen) await media.Protocols.MoveAsync("RTMP", "rtmp.listen", next.Listen, () => _plain.LocalEndPoint, _plain.MoveAsync, _logger).ConfigureAwait(false);
        }

        if (_secure is null) return;
        _secure.Options = Next(_secure.Options, next.TlsListen, _secure.Options.Tls);
        if (before.TlsListen != next.TlsListen) await media.Protocols.MoveAsync("RTMPS", "rtmp.tlsListen", next.TlsListen, () => _secure.LocalEndPoint, _secure.MoveAsync, _logger).ConfigureAwait(false);

        // Who was asked for a user comes again with what he was asked.
        RtmpEndpointOptions Next(RtmpEndpointOptions now, ListenAddress? address, TlsServer? tls)
        {
            RtmpEndpointOptions changed = MediaSettings.Rtmp(options, address ?? default, media.Access, tls);
            return before.AsksForUser == next.AsksForUser ? changed with { SignIn = now.SignIn } : changed;
        }
    }

    /// <summary>Accepts no more; connections end, saying that the server stops.</summary>
    internal async Task StopAsync()
    {
        if (_plain is not null) await _plain.DisposeAsync().ConfigureAwait(false);
        if (_secure is not null) await _secure.DisposeAsync().ConfigureAwait(false);
    }

    private RtmpEndpoint Start(LoadedConfiguration configuration, ListenAddress? address, string protocol, string key, TlsServer? tls)
    {
        RtmpEndpoint endpoint = new(MediaSettings.Rtmp(configuration.Options, address ?? default, media.Access, tls), media.Streams, media.Sessions, pumps, media.Admission, clock, loggers);
        if (address is not { } listen)
        {
            media.Protocols.AddOff(protocol, key, ProtocolTable.NoAddress);
            return endpoint;
        }

        try
        {
            endpoint.Start();
            media.Protocols.Add(protocol, key, endpoint.LocalEndPoint!);
        }
        catch (SocketException e)
        {
            media.Protocols.SwitchOff(protocol, listen.ToString(), e, key, configuration.SetKeys.Contains(key) ? key : null, _logger);
        }

        return endpoint;
    }
}
