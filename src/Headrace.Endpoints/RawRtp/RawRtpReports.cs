using System.Security.Cryptography;
using System.Text;
using Headrace.Endpoints.Rtp;
using Headrace.Media.Timing;
using Headrace.Protocols.Rtp.Packets;
using Headrace.Transport.Udp;

namespace Headrace.Endpoints.RawRtp;

/// <summary>The RTCP of all sources (RFC 3550, 6): their reports, names and goodbyes, and what is reported to them. Under the receiver's lock.</summary>
internal sealed class RawRtpReports(RawRtpSources sources, RawRtpReports.Sender send)
{
    private const string Cname = "headrace";
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly uint _ssrc = BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(sizeof(uint)));
    private readonly CnameMemory _names = new();
    private readonly List<RawRtpSource> _named = [];
    private readonly HashSet<RawRtpSession> _ending = [];

    /// <summary>Sends a report.</summary>
    internal delegate void Sender(ReadOnlySpan<byte> report, in RtcpTarget to);

    /// <summary>Sessions of whose sources one has said goodbye in the last datagram.</summary>
    public IReadOnlyCollection<RawRtpSession> Ending => _ending;

    /// <summary>Takes a datagram; returns the sources of sessions that have told their name for the first time, until the next call.</summary>
    public IReadOnlyList<RawRtpSource> Handle(ReadOnlySpan<byte> bytes, in RtcpTarget from, MonotonicTime now)
    {
        _named.Clear();
        _ending.Clear();
        UdpAddress host = from.Address.WithPort(0);
        RtcpReader reader = new(bytes);
        while (reader.TryRead(out RtcpPacket packet))
        {
            switch (packet.Type)
            {
                case RtcpPacketType.SenderReport:
                    TakeReport(packet, host, from, now);
                    break;
                case RtcpPacketType.SourceDescription:
                    TakeNames(packet, host);
                    break;
                case RtcpPacketType.Goodbye:
                    TakeGoodbye(packet, host, now);
                    break;
            }
        }

        return _named;
    }

    /// <summary>The name that was told of a source before it was known; null where none was.</summary>
    public string? NameOf(in UdpAddress host, uint ssrc) => _names.Find(host, ssrc) is { IsEmpty: false } name ? Encoding.UTF8.GetString(name) : null;

    /// <summary>Reports to the senders of a session how they are received, where they have shown where they hear that.</summary>
    public void Report(RawRtpSession session, MonotonicTime now)
    {
        if (now < session.NextReport) return;
        Span<byte> report = stackalloc byte[RtpTracks.MaxReportBytes];
        foreach (RawRtpSource source in session.Sources)
        {
            if (source.Reports is not { } target) continue;
            int length = session.WriteReport(source, _ssrc, Cname, now, report);
            if (length == 0) continue;
            send(report[..length], target);
            session.NextReport = now + Interval;
        }
    }

    private void TakeReport(in RtcpPacket packet, in UdpAddress host, in RtcpTarget from, MonotonicTime now)
    {
        if (!packet.TryGetSender(out uint ssrc) || sources.Find(host, ssrc) is not { } source) return;
        source.Reports = from;
        if (source.Route is { } route) route.Session.HandleRtcp(route.Track, packet.Bytes, now);
        else source.HeldReport = (packet.Bytes.ToArray(), now);
    }

    private void TakeNames(in RtcpPacket packet, in UdpAddress host)
    {
        for (int i = 0; i < packet.Count; i++)
        {
            if (!packet.TryGetCname(i, out uint ssrc, out ReadOnlySpan<byte> cname) || cname.IsEmpty) continue;
            if (sources.Find(host, ssrc) is not { } source)
            {
                _names.Add(host, ssrc, cname);
            }
            else if (source.Cname is null)
            {
                source.Cname = Encoding.UTF8.GetString(cname);
                if (source.Session is not null) _named.Add(source);
            }
        }
    }

    private void TakeGoodbye(in RtcpPacket packet, in UdpAddress host, MonotonicTime now)
    {
        for (int i = 0; packet.TryGetGoodbye(i, out uint ssrc); i++)
        {
            if (sources.Find(host, ssrc) is not { Route: { } route }) continue;
            route.Session.HandleRtcp(route.Track, packet.Bytes, now);
            _ending.Add(route.Session);
        }
    }
}
