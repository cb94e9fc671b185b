using System.Net;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.Rtsp;

internal static partial class RtspLog
{
    [LoggerMessage(EventId = 3002, Level = LogLevel.Information, Message = "{Stream}: publisher {Remote} sends {Tracks}")]
    public static partial void Publishing(ILogger logger, string? stream, EndPoint remote, string tracks);

    [LoggerMessage(EventId = 3009, Level = LogLevel.Information, Message = "{Remote} asked for {Stream}, which does not exist")]
    public static partial void NoSuchStream(ILogger logger, EndPoint remote, string stream);

    [LoggerMessage(EventId = 3010, Level = LogLevel.Warning, Message = "{Remote} may not publish as {Stream}: {Problem}")]
    public static partial void BadName(ILogger logger, EndPoint remote, string stream, string? problem);

    [LoggerMessage(EventId = 3011, Level = LogLevel.Warning, Message = "{Remote} may not publish {Stream}: its session description cannot be used: {Problem}")]
    public static partial void BadSdp(ILogger logger, EndPoint remote, string stream, string problem);

    [LoggerMessage(EventId = 3012, Level = LogLevel.Warning, Message = "{Remote} may not publish {Stream}: {Refusal}, {Advice}")]
    public static partial void PublishRefused(ILogger logger, EndPoint remote, string? stream, PublishRefusal refusal, string advice);

    [LoggerMessage(EventId = 3033, Level = LogLevel.Warning, Message = "{Stream}: the transport stream of publisher {Remote} is not taken: {Fault}")]
    public static partial void TransportStreamRefused(ILogger logger, string? stream, EndPoint remote, string fault);

    [LoggerMessage(EventId = 3014, Level = LogLevel.Warning, Message = "{Stream}: publisher {Remote} has sent no media for {Seconds} s and is let go{Advice}")]
    public static partial void NoMedia(ILogger logger, string? stream, EndPoint remote, double seconds, string advice);

    [LoggerMessage(EventId = 3015, Level = LogLevel.Warning, Message = "{Stream}: {Remote} sent bytes between its frames; the framing was found again ({Times} times, {Bytes} bytes skipped so far)")]
    public static partial void FramingLost(ILogger logger, string? stream, EndPoint remote, int times, long bytes);

    [LoggerMessage(EventId = 3016, Level = LogLevel.Warning, Message = "{Stream}: {Remote} sends frames on channels that were not set up ({Count} so far, the last on {Channel}); they are dropped")]
    public static partial void StrayFrames(ILogger logger, string? stream, EndPoint remote, long count, byte channel);

    [LoggerMessage(EventId = 3018, Level = LogLevel.Information, Message = "{Remote} asked for {Stream}, which did not come up in time")]
    public static partial void NotReady(ILogger logger, EndPoint remote, string stream);

    [LoggerMessage(EventId = 3030, Level = LogLevel.Information, Message = "RTSP takes and sends RTP and RTCP over UDP on the ports {Rtp} and {Rtcp} (receive buffer {Buffer} bytes)")]
    public static partial void UdpOpen(ILogger logger, int rtp, int rtcp, int buffer);

    [LoggerMessage(EventId = 3031, Level = LogLevel.Information, Message = "{Count} datagrams came that are nobody's; they were dropped")]
    public static partial void Strangers(ILogger logger, long count);

    [LoggerMessage(EventId = 3032, Level = LogLevel.Information, Message = "{Stream}: what is described to {Remote} leaves out track {Track} ({Format}): {Reason}")]
    public static partial void TrackLeftOut(ILogger logger, string stream, EndPoint remote, int track, string format, string reason);
}
