using System.Buffers;
using System.Collections.Immutable;
using System.Security.Cryptography;
using Headrace.Media.Timing;
using Headrace.Protocols.Rtsp;
using Headrace.Protocols.Rtsp.Server;

namespace Headrace.Endpoints.Rtsp.Pull;

/// <summary>Tells a camera every few seconds how its tracks arrive (RFC 3550, 6.4.2). Some cameras end a session that is not reported on.</summary>
internal sealed class ReceiverReports(Guid session)
{
    private const int MaxReportBytes = 160;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly uint _ssrc = BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(sizeof(uint)));
    private readonly string _cname = session.ToString("N");
    private MonotonicTime _due;

    /// <summary>Writes a report about each interleaved track, if it is time to.</summary>
    public void Write(RtspPublisher publisher, ImmutableArray<RtspTrackSetup> tracks, MonotonicTime now, IBufferWriter<byte> output)
    {
        if (now < _due) return;
        _due = now + Interval;
        foreach (RtspTrackSetup track in tracks)
        {
            if (track.Transport.Interleaved is not { } channels) continue;
            Span<byte> frame = output.GetSpan(InterleavedFrame.HeaderBytes + MaxReportBytes);
            int length = publisher.WriteReport(track.Track, _ssrc, _cname, now, frame[InterleavedFrame.HeaderBytes..]);
            if (length == 0) continue;
            InterleavedFrame.WriteHeader(frame, channels.Rtcp, length);
            output.Advance(InterleavedFrame.HeaderBytes + length);
        }
    }
}
