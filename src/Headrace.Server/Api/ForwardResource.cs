using Headrace.Streaming.Forwarding;

namespace Headrace.Server.Api;

/// <summary>A target that a stream is forwarded to.</summary>
/// <param name="Url">Where to, without credentials and query.</param>
/// <param name="Protocol"><c>rtsp</c>, <c>rtsps</c>, <c>rtmp</c>, <c>rtmps</c>, <c>udp</c>, <c>rtp</c> or <c>srt</c>.</param>
/// <param name="State"><c>waiting</c> while the stream has no media, <c>connecting</c>, <c>forwarding</c>, or <c>failed</c> until the next try.</param>
/// <param name="Since">Since when it is in that state.</param>
/// <param name="Tries">Tries since media went out last, the one that runs included; 0 while it does.</param>
/// <param name="LastError">What went wrong last, or null.</param>
/// <param name="BytesOut">Bytes sent.</param>
/// <param name="Skips">How often it fell behind and went on at a later key frame.</param>
/// <param name="Dropped">Pictures, with the sound beside them, that it lost by that.</param>
internal sealed record ForwardResource(string Url, string Protocol, string State, DateTime Since, int Tries, string? LastError, long BytesOut, long Skips, long Dropped)
{
    internal static ForwardResource Of(ForwardSnapshot forward) => new(
        forward.Url, forward.Protocol, ApiWords.Of(forward.State), forward.Since.UtcDateTime, forward.Tries, forward.LastError, forward.BytesSent, forward.Skips, forward.Lost);
}
