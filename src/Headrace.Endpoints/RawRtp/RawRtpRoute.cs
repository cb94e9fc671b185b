using Headrace.Media.Timing;
using Headrace.Streaming.Sessions;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.RawRtp;

/// <summary>Where the packets of a published source go.</summary>
/// <param name="Session">Whose they are.</param>
/// <param name="Track">Their track's number.</param>
internal sealed record RawRtpRoute(RawRtpSession Session, int Track)
{
    /// <summary>Takes a packet. A fault of ours in one stream is its own end, and nobody else's.</summary>
    public void Take(ReadOnlySpan<byte> bytes, MonotonicTime now, ILogger logger)
    {
        try
        {
            Session.HandleRtp(Track, bytes, now);
        }
        catch (Exception e)
        {
            RawRtpLog.Failed(logger, e, Session.StreamName);
            Session.End(SessionEndReason.InternalError);
        }
    }
}
