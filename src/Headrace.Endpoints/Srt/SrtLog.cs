using System.Net;
using Headrace.Protocols.Srt;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.Transport.Srt;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.Srt;

/// <summary>What is said of SRT.</summary>
internal static partial class SrtLog
{
    [LoggerMessage(EventId = 3801, Level = LogLevel.Information, Message = "SRT listens on {Address} ({Library})")]
    internal static partial void Listening(ILogger logger, EndPoint address, SrtLibrary library);

    [LoggerMessage(EventId = 3802, Level = LogLevel.Information, Message = "{Stream}: publisher {Remote} came over SRT ({Peer}, latency {Latency} ms, {Encryption})")]
    internal static partial void Publishing(ILogger logger, string stream, EndPoint remote, string peer, double latency, string encryption);

    [LoggerMessage(EventId = 3803, Level = LogLevel.Information, Message = "{Stream}: publisher {Remote} left SRT ({Reason}) after {Bytes} bytes, with {Lost} packets lost and {Dropped} of them never come")]
    internal static partial void PublisherLeft(ILogger logger, string? stream, EndPoint remote, SessionEndReason? reason, long bytes, long lost, long dropped);

    [LoggerMessage(EventId = 3804, Level = LogLevel.Information, Message = "{Stream}: viewer {Remote} plays over SRT ({Peer}, latency {Latency} ms, {Encryption})")]
    internal static partial void Playing(ILogger logger, string stream, EndPoint remote, string peer, double latency, string encryption);

    [LoggerMessage(EventId = 3805, Level = LogLevel.Information, Message = "{Stream}: viewer {Remote} left SRT ({Reason}) after {Bytes} bytes and {Skips} skips, with {Lost} packets lost and {Dropped} given up")]
    internal static partial void ViewerLeft(ILogger logger, string? stream, EndPoint remote, SessionEndReason? reason, long bytes, long skips, long lost, long dropped);

    [LoggerMessage(EventId = 3806, Level = LogLevel.Information, Message = "{Remote} was refused over SRT ({Rejection}, {Code}): {Detail} ({Others} more refusals since the last such line)")]
    internal static partial void Refused(ILogger logger, IPAddress remote, SrtRejection rejection, int code, string detail, int others);

    [LoggerMessage(EventId = 3807, Level = LogLevel.Warning, Message = "{Stream}: viewer {Remote} over SRT is {BehindMs} ms behind and goes on at the next key frame (skip {Skips}); his network is too slow for this stream")]
    internal static partial void ViewerBehind(ILogger logger, string? stream, EndPoint remote, long behindMs, long skips);

    [LoggerMessage(EventId = 3808, Level = LogLevel.Warning, Message = "{Stream}: publisher {Remote} over SRT has sent nothing that can be used for {Seconds} s and is let go: {Detail}")]
    internal static partial void NoMedia(ILogger logger, string? stream, EndPoint remote, double seconds, string detail);

    [LoggerMessage(EventId = 3809, Level = LogLevel.Information, Message = "{Stream}: viewer {Remote} over SRT gets nothing: {Detail}")]
    internal static partial void NotPlayable(ILogger logger, string? stream, EndPoint remote, string detail);

    [LoggerMessage(EventId = 3814, Level = LogLevel.Information, Message = "{Stream}: viewer {Remote} over SRT is refused: {Refusal}")]
    internal static partial void ViewerRefused(ILogger logger, string? stream, EndPoint remote, ReaderRefusal refusal);

    [LoggerMessage(EventId = 3810, Level = LogLevel.Error, Message = "{Stream}: {Remote}: SRT ended after a fault of the server")]
    internal static partial void Failed(ILogger logger, Exception exception, string? stream, EndPoint remote);

    [LoggerMessage(EventId = 3811, Level = LogLevel.Warning, Message = "{Stream}: {Remote} lost {Dropped} packets in the last second that did not come again in time; a greater latency (now {Latency} ms, round trip {RoundTrip} ms) gives them more of it")]
    internal static partial void Dropped(ILogger logger, string? stream, EndPoint remote, long dropped, double latency, double roundTrip);

    [LoggerMessage(EventId = 3812, Level = LogLevel.Debug, Message = "libsrt: {Text} ({Others} more since the last such line)")]
    internal static partial void Library(ILogger logger, string text, int others);

    [LoggerMessage(EventId = 3813, Level = LogLevel.Warning, Message = "{Stream}: what {Remote} publishes over SRT is refused: {Detail}")]
    internal static partial void NotUsable(ILogger logger, string? stream, EndPoint remote, string detail);

    [LoggerMessage(EventId = 3815, Level = LogLevel.Error, Message = "What receives SRT met a fault; the others go on")]
    internal static partial void ReceiverFailed(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 3816, Level = LogLevel.Warning, Message = "{Remote} called over SRT for {Request}, and no connection came of it: {Why}; look at srt.passphrase, and at srtPublishPassphrase and srtReadPassphrase of the stream ({Others} more since the last such line)")]
    internal static partial void NotCome(ILogger logger, IPAddress remote, SrtRequest request, string why, int others);
}
