using System.Diagnostics.CodeAnalysis;
using Headrace.Endpoints.Hls.Pull;
using Headrace.Endpoints.Http;
using Headrace.Endpoints.Rtmp.Pull;
using Headrace.Endpoints.Rtsp.Pull;
using Headrace.Protocols.Rtmp.Client;
using Headrace.Protocols.Rtsp.Client;
using Headrace.Protocols.Srt;
using Headrace.Streaming.Supervision;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.Hosting;

/// <summary>A URL that a stream is fetched from, as the protocol of its scheme reads it.</summary>
internal sealed class SourceUrl
{
    private readonly Opening _open;

    private SourceUrl(Opening open) => _open = open;

    private delegate IStreamSource Opening(StreamHost host, string stream, string label, TimeProvider clock, ILoggerFactory loggers);

    /// <summary>Reads a URL.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out SourceUrl? url)
    {
        Opening? open = null;
        if (RtspLocation.TryParse(text, out RtspLocation? rtsp))
            open = (host, stream, label, clock, loggers) => new RtspSource(new RtspSourceOptions { Stream = stream, Input = label, Location = rtsp }, host.Streams, host.Sessions, clock, loggers);
        else if (RtmpLocation.TryParse(text, out RtmpLocation? rtmp))
            open = (host, stream, label, clock, loggers) => new RtmpSource(new RtmpSourceOptions { Stream = stream, Input = label, Location = rtmp }, host.Streams, host.Sessions, clock, loggers);
        else if (SrtLocation.TryParse(text, out SrtLocation? srt, out _))
            open = (host, stream, label, _, _) => host.Srt.Open(srt, stream, label);
        else if (HttpLocation.TryParse(text, out HttpLocation? page) && HlsSource.IsPlaylist(page.Url))
            open = (host, stream, label, clock, loggers) => new HlsSource(new HlsSourceOptions { Stream = stream, Input = label, Location = page }, host.Streams, host.Sessions, clock, loggers);
        else if (page is not null)
            open = (host, stream, label, clock, loggers) => new HttpSource(new HttpSourceOptions { Stream = stream, Input = label, Location = page }, host.Streams, host.Sessions, clock, loggers);
        url = open is null ? null : new SourceUrl(open);
        return url is not null;
    }

    /// <summary>Makes the source of one of a stream's inputs. The caller has the host's lock.</summary>
    /// <exception cref="NotSupportedException">What the scheme needs is not on this machine.</exception>
    public IStreamSource Open(StreamHost host, string stream, string label, TimeProvider clock, ILoggerFactory loggers) => _open(host, stream, label, clock, loggers);
}
