using System.Collections.Immutable;
using Headrace.Media.Timing;
using Headrace.Streaming.Rtp;
using Headrace.Streaming.Sessions;

namespace Headrace.Endpoints.Rtsp;

/// <summary>A viewer from one PLAY to the next, or to the end. Owned by the connection's loop.</summary>
internal interface IRtspViewer
{
    /// <summary>How often he fell behind. Readable from any thread.</summary>
    long Skips { get; }

    /// <summary>Bytes that went to him beside the connection. Readable from any thread.</summary>
    long BytesSent => 0;

    /// <summary>How far behind the newest media he reads; null where nothing is sent for him alone. Readable from any thread.</summary>
    TimeSpan? Lag => null;

    /// <summary>What he says of what reached him; null where he says nothing. Readable from any thread.</summary>
    ReceptionQuality? Quality => null;

    /// <summary>Chooses where he begins. Empty: the next key frame is waited for.</summary>
    ImmutableArray<RtpTrackStart> Begin(MonotonicTime now);

    /// <summary>Sends nothing any more, and gives the branch back.</summary>
    void Stop();
}
