using System.Buffers;
using System.Collections.Immutable;
using System.Security.Cryptography;
using Headrace.Endpoints.Rtp;
using Headrace.Media.Timing;
using Headrace.Protocols.Rtsp;
using Headrace.Protocols.Rtsp.Server;

namespace Headrace.Endpoints.Rtsp.Pull;

/// <summary>Tells a camera every few seconds how its tracks arrive (RFC 3550, 6.4.2). Some cameras end a session that is not reported on.</summary>
internal sealed class ReceiverReports
{
    private const string Cname = "headrace";
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly uint _ssrc = BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(sizeof(uint)));
    private MonotonicTime _due;

    /// <summary>Reports about each track, if it is time to: in frames of the connection, or by a track's ports.</summary>
    public void Write(RtspPublisher publisher, ImmutableArray<RtspTrackSetup> tracks, MonotonicTime now, IBufferWriter<byte> output, PullPorts ports)
    {
        if (now < _due) return;
        _due = now + Interval;
        Span<byte> report = stackalloc byte[RtpTracks.MaxReportBytes];
        foreach (RtspTrackSetup track in tracks)
        {
            int length = publisher.WriteReport(track.Track, _ssrc, Cname, now, report);
            if (length == 0) continue;
            if (track.Transport.Interleaved is { } channels) WriteFrame(output, channels.Rtcp, report[..length]);
            else ports.Report(track.Track, report[..length]);
        }
    }

    private static void WriteFrame(IBufferWriter<byte> output, byte channel, ReadOnlySpan<byte> bytes)
    {
        InterleavedFrame.WriteHeader(output.GetSpan(InterleavedFrame.HeaderBytes), channel, bytes.Length);
        output.Advance(InterleavedFrame.HeaderBytes);
        output.Write(bytes);
    }
}
