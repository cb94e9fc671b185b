using System.Net;
using Headrace.Media.Timing;
using Headrace.Streaming.Hls;
using Headrace.Streaming.Streams;
using Microsoft.AspNetCore.Http;

namespace Headrace.Endpoints.Hls;

/// <summary>An answer with media, as figures count it.</summary>
/// <param name="Sessions">The viewers.</param>
/// <param name="Packaging">What is asked for.</param>
/// <param name="IsNewest">Whether nothing newer could be asked for: only then is the delay that of the stream.</param>
internal readonly record struct HlsAnswer(HlsSessions Sessions, HlsPackaging Packaging, bool IsNewest)
{
    /// <summary>Counts it when its first byte is handed on.</summary>
    /// <param name="context">The request.</param>
    /// <param name="stream">What is viewed.</param>
    /// <param name="arrival">When the last byte of what is answered arrived.</param>
    public void Count(HttpContext context, LiveStream stream, MonotonicTime arrival)
    {
        if (IsNewest) stream.Delays.Of(HlsSession.Hls).OnSend(arrival);
        Sessions.OnMedia(stream, Packaging, context.Connection.RemoteIpAddress ?? IPAddress.None);
    }
}
