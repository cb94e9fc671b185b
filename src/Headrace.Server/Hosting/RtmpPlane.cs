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
internal sealed class RtmpPlane
{
    private RtmpEndpoint? _plain;
    private RtmpEndpoint? _secure;

    /// <summary>Where RTMP listens, or null.</summary>
    internal IPEndPoint? EndPoint => _plain?.LocalEndPoint;

    /// <summary>Where RTMPS listens, or null.</summary>
    internal IPEndPoint? TlsEndPoint => _secure?.LocalEndPoint;

    /// <summary>The ports that are listened on.</summary>
    internal IReadOnlyList<int> Ports => [.. new[] { EndPoint, TlsEndPoint }.OfType<IPEndPoint>().Select(listening => listening.Port)];

    /// <summary>Begins to listen; RTMPS where there is a certificate. Throws <see cref="StartException"/> when an address that the user chose cannot be had.</summary>
    internal void Listen(LoadedConfiguration configuration, TlsCertificate? certificate, MediaPlane media, EgressPumps pumps, TimeProvider clock, ILoggerFactory loggers)
    {
        RtmpOptions options = configuration.Options.Rtmp;
        _plain = Start(options.Listen, "RTMP", "rtmp.listen", null);
        if (certificate is null) media.Protocols.AddOff("RTMPS", "http.tls.certificate", ProtocolTable.NoCertificate);
        else _secure = Start(options.TlsListen, "RTMPS", "rtmp.tlsListen", new TlsServer(() => certificate.Context));

        RtmpEndpoint? Start(ListenAddress? address, string protocol, string key, TlsServer? tls)
        {
            if (address is not { } listen)
            {
                media.Protocols.AddOff(protocol, key, ProtocolTable.NoAddress);
                return null;
            }

            RtmpEndpoint endpoint = new(MediaSettings.Rtmp(configuration.Options, listen, media.Access, tls), media.Streams, media.Sessions, pumps, media.Admission, clock, loggers);
            try
            {
                endpoint.Start();
                media.Protocols.Add(protocol, key, endpoint.LocalEndPoint!);
                return endpoint;
            }
            catch (SocketException e)
            {
                media.Protocols.SwitchOff(protocol, listen.ToString(), e, key, configuration.SetKeys.Contains(key) ? key : null, loggers.CreateLogger("Headrace.Server"));
                return null;
            }
        }
    }

    /// <summary>Accepts no more; connections end, saying that the server stops.</summary>
    internal async Task StopAsync()
    {
        if (_plain is not null) await _plain.DisposeAsync().ConfigureAwait(false);
        if (_secure is not null) await _secure.DisposeAsync().ConfigureAwait(false);
    }
}
