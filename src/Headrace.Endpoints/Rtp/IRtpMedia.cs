using Headrace.Endpoints.MpegTs;
using Headrace.Endpoints.Publications;
using Headrace.Media.Timing;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.Rtp;

/// <summary>What packets of one sender become media of: tracks, each with packets of its own, or a transport stream within them. Packets and timers may come from several threads.</summary>
internal interface IRtpMedia
{
    /// <summary>True while packets are taken.</summary>
    bool IsOpen { get; }

    /// <summary>True once it has published.</summary>
    bool HasMedia { get; }

    /// <summary>True when every source of it has said that it sends no more.</summary>
    bool HasEnded { get; }

    /// <summary>Why no more is taken though it comes; null is well.</summary>
    PublisherFault? Fault { get; }

    /// <summary>Takes a packet of a track; false for what is no media of it.</summary>
    bool HandleRtp(int track, ReadOnlySpan<byte> bytes, MonotonicTime now);

    /// <summary>Takes an RTCP packet of a track.</summary>
    void HandleRtcp(int track, ReadOnlySpan<byte> bytes, MonotonicTime now);

    /// <summary>Gives up what was waited for long enough.</summary>
    void HandleTimeout(MonotonicTime now);

    /// <summary>True when no media has come for longer than a limit.</summary>
    bool IsSilent(MonotonicTime now, TimeSpan limit);

    /// <summary>Why there is none, in one clause.</summary>
    string WhySilent();

    /// <summary>Tells the stream what was counted.</summary>
    void ReportFigures();

    /// <summary>Says what is wrong with it.</summary>
    void Check(string stream, object from, MonotonicTime now, TimeSpan limit, ILogger logger);

    /// <summary>Writes a receiver report about a track; 0 bytes where there is nothing to report.</summary>
    int WriteReport(int track, uint ssrc, string cname, MonotonicTime now, Span<byte> target);

    /// <summary>Ends it; what is held goes on.</summary>
    void Stop();
}
