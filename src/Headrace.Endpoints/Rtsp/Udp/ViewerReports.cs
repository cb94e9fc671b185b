using Headrace.Media.Timing;
using Headrace.Protocols.Rtp.Packets;
using Headrace.Streaming.Sessions;

namespace Headrace.Endpoints.Rtsp.Udp;

/// <summary>
/// What a viewer's receiver reports say (RFC 3550, 6.4.2), with the round trip from the sender reports that he names (6.4.1). Reports go out on the
/// pump's thread and come in on a port's loop.
/// </summary>
/// <param name="tracks">The source of each of his tracks, and ticks a second of its timestamps.</param>
internal sealed class ViewerReports(IEnumerable<(uint Ssrc, int ClockRate)> tracks)
{
    private readonly Source[] _sources = [.. tracks.Select(track => new Source(track.Ssrc, track.ClockRate))];
    private readonly Lock _gate = new();
    private ReceptionQuality? _quality;

    /// <summary>What he said last; null before his first report.</summary>
    public ReceptionQuality? Quality => Volatile.Read(ref _quality);

    /// <summary>Remembers when a sender report was sent.</summary>
    public void OnSenderReport(ReadOnlySpan<byte> bytes, MonotonicTime now)
    {
        RtcpReader reader = new(bytes);
        while (reader.TryRead(out RtcpPacket packet))
        {
            if (!packet.TryGetSenderInfo(out RtcpSenderInfo info) || Find(info.Ssrc) is not { } source) continue;
            lock (_gate) (source.LastReport, source.SentAt) = (info.Ntp.Middle, now);
        }
    }

    /// <summary>Takes what he sent; what is no report about his tracks is passed over.</summary>
    public void Handle(ReadOnlySpan<byte> bytes, MonotonicTime now)
    {
        RtcpReader reader = new(bytes);
        bool isNew = false;
        while (reader.TryRead(out RtcpPacket packet))
        {
            RtcpReportBlocks blocks = packet.Reports;
            for (int i = 0; i < blocks.Count; i++)
            {
                RtcpReportBlock block = blocks[i];
                if (Find(block.Ssrc) is not { } source) continue;
                lock (_gate) source.Take(block, now);
                isNew = true;
            }
        }

        if (isNew) Volatile.Write(ref _quality, Summary());
    }

    private ReceptionQuality Summary()
    {
        lock (_gate)
        {
            Source[] known = [.. _sources.Where(source => source.IsKnown)];
            return new ReceptionQuality(
                known.Max(source => source.Block.FractionLost) / 256.0,
                known.Sum(source => (long)Math.Max(0, source.Block.CumulativeLost)),
                known.Max(source => Timebase.ToTimeSpan(source.Block.Jitter, source.ClockRate)),
                known.Max(source => source.RoundTrip));
        }
    }

    private Source? Find(uint ssrc) => Array.Find(_sources, source => source.Ssrc == ssrc);

    private sealed class Source(uint ssrc, int clockRate)
    {
        public uint Ssrc => ssrc;

        public int ClockRate => clockRate;

        public uint LastReport { get; set; }

        public MonotonicTime SentAt { get; set; }

        public bool IsKnown { get; private set; }

        public RtcpReportBlock Block { get; private set; }

        public TimeSpan? RoundTrip { get; private set; }

        public void Take(in RtcpReportBlock block, MonotonicTime now)
        {
            IsKnown = true;
            Block = block;
            if (block.LastSenderReport == 0 || block.LastSenderReport != LastReport) return;
            TimeSpan roundTrip = now - SentAt - TimeSpan.FromSeconds(block.DelaySinceLastSenderReport / 65_536.0);
            RoundTrip = roundTrip < TimeSpan.Zero ? TimeSpan.Zero : roundTrip;
        }
    }
}
