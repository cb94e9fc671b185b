using System.Diagnostics.CodeAnalysis;
using Headrace.Endpoints.Hls.Pull;
using Headrace.Endpoints.Http;
using Headrace.Endpoints.Rtmp.Pull;
using Headrace.Endpoints.Rtsp.Pull;
using Headrace.Protocols.Rtmp.Client;
using Headrace.Protocols.Rtsp.Client;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.Streaming.Supervision;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.Hosting;

/// <summary>A URL that a stream is fetched from, as the protocol of its scheme reads it.</summary>
internal sealed class SourceUrl
{
    private readonly Opening _open;

    private SourceUrl(Opening open) => _open = open;

    private delegate IStreamSource Opening(StreamRegistry streams, SessionRegistry sessions, string stream, string label, TimeProvider clock, ILoggerFactory loggers);

    /// <summary>Reads a URL.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out SourceUrl? url)
    {
        Opening? open = null;
        if (RtspLocation.TryParse(text, out RtspLocation? rtsp))
            open = (streams, sessions, stream, label, clock, loggers) => new RtspSource(new RtspSourceOptions { Stream = stream, Input = label, Location = rtsp }, streams, sessions, clock, loggers);
        else if (RtmpLocation.TryParse(text, out RtmpLocation? rtmp))
            open = (streams, sessions, stream, label, clock, loggers) => new RtmpSource(new RtmpSourceOptions { Stream = stream, Input = label, Location = rtmp }, streams, sessions, clock, loggers);
        else if (HttpLocation.TryParse(text, out HttpLocation? page) && HlsSource.IsPlaylist(page.Url))
            open = (streams, sessions, stream, label, clock, loggers) => new HlsSource(new HlsSourceOptions { Stream = stream, Input = label, Location = page }, streams, sessions, clock, loggers);
        else if (page is not null)
            open = (streams, sessions, stream, label, clock, loggers) => new HttpSource(new HttpSourceOptions { Stream = stream, Input = label, Location = page }, streams, sessions, clock, loggers);
        url = open is null ? null : new SourceUrl(open);
        return url is not null;
    }

    /// <summary>Makes the source of one of a stream's inputs.</summary>
    public IStreamSource Open(StreamRegistry streams, SessionRegistry sessions, string stream, string label, TimeProvider clock, ILoggerFactory loggers) =>
        _open(streams, sessions, stream, label, clock, loggers);
}
