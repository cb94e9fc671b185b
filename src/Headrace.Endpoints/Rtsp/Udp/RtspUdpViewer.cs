using System.Collections.Immutable;
using System.Net.Sockets;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.Sending;
using Headrace.Protocols.Rtsp.Server;
using Headrace.Streaming.Branches;
using Headrace.Streaming.Rtp;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.Transport.Egress;
using Headrace.Transport.Udp;

namespace Headrace.Endpoints.Rtsp.Udp;

/// <summary>
/// A viewer over UDP: the packets that viewers over TCP get too, without their interleaved headers, each to the address of its track. What the
/// kernel does not take is not sent later: he goes on at the next key frame.
/// </summary>
internal sealed class RtspUdpViewer : IRtspViewer, IDatagramSource
{
    private const int Channels = LiveStream.MaxSlots * 2;

    private readonly RtspCursor _cursor;
    private readonly RtspUdpPorts _ports;
    private readonly UdpEgress _egress;
    private readonly EgressGroup _group;
    private readonly UdpAddress?[] _targets = new UdpAddress?[Channels];
    private readonly ViewerReports _reports;
    private readonly List<RtpPacketGroup> _inFlight = [];
    private RtpPacketGroup? _current;
    private int _leftOut = RtspCursor.NoTrack;
    private int _offset;
    private long _reportBytes;

    public RtspUdpViewer(
        RtspConnection session, LiveStream stream, BranchLease<RtspBranch> lease, RtspUdpLink link, EgressPump pump, ImmutableArray<Track> described, ImmutableArray<RtspTrackSetup> setups)
    {
        _ports = link.Ports;
        RtpPathState path = stream.PathMemory.Get<RtpPathState>();
        _reports = new ViewerReports(setups.Select(setup => (path.SsrcOf(described[setup.Track]), RtpSenders.ClockRateOf(described[setup.Track]))));
        foreach (RtspTrackSetup setup in setups)
        {
            if (link.AddressesOf(setup.Track) is not { } addresses) continue;
            byte channel = RtpSenders.ChannelOf(described[setup.Track]);
            _targets[channel] = addresses.Rtp;
            _targets[channel + 1] = addresses.Rtcp;
        }

        // The key frame goes at once, what follows it at the burst's pace: a receiver's buffer holds a fraction of a second.
        _cursor = new RtspCursor(session, stream, lease, TimeSpan.Zero);
        _egress = new UdpEgress(pump, link.Ports.Rtp, this);
        _group = lease.Branch.GroupOf(pump);
    }

    /// <inheritdoc/>
    public long Skips => _cursor.Skips;

    /// <inheritdoc/>
    public long BytesSent => _egress.BytesSent + Volatile.Read(ref _reportBytes);

    /// <inheritdoc/>
    public ReceptionQuality? Quality => _reports.Quality;

    /// <inheritdoc/>
    public ImmutableArray<RtpTrackStart> Begin(MonotonicTime now) => _cursor.Begin(now);

    /// <summary>Begins to send; behind the answer to PLAY.</summary>
    public void Start()
    {
        _group.Add(_egress);
        _egress.Schedule();
    }

    /// <summary>Sends nothing any more; the next PLAY has a viewer of its own.</summary>
    public void Pause()
    {
        _group.Remove(_egress);
        _egress.Close();
    }

    /// <inheritdoc/>
    public void Stop()
    {
        Pause();
        _cursor.Dispose();
    }

    /// <summary>Takes what he says in RTCP.</summary>
    public void HandleRtcp(ReadOnlySpan<byte> bytes, MonotonicTime now) => _reports.Handle(bytes, now);

    /// <inheritdoc/>
    public DatagramSupply Fill(MonotonicTime now, UdpSendBatch batch)
    {
        while (!batch.IsFull)
        {
            if (_current is null && !TryLoad(now))
            {
                // Groups of which he takes nothing have nothing in the batch.
                if (batch.Count == 0) ReleaseInFlight();
                return _cursor.IsPaced ? DatagramSupply.Paced : DatagramSupply.Drained;
            }

            AddPackets(now, batch);
        }

        return DatagramSupply.Paced;
    }

    /// <inheritdoc/>
    public void OnSent(MonotonicTime now, in UdpSendResult result)
    {
        ReleaseInFlight();
        if (result.Error is not (SocketError.WouldBlock or SocketError.NoBufferSpaceAvailable)) return;
        ReleaseCurrent();
        _cursor.Skip(now);
    }

    /// <inheritdoc/>
    public void OnClosed()
    {
        ReleaseInFlight();
        ReleaseCurrent();
    }

    private bool TryLoad(MonotonicTime now)
    {
        _current = _cursor.TryRead(now);
        if (_current is null) return false;
        _leftOut = _cursor.Undecodable(_current);
        _offset = 0;
        return true;
    }

    /// <summary>Adds packets of the current group, to its end or until the batch is full.</summary>
    private void AddPackets(MonotonicTime now, UdpSendBatch batch)
    {
        RtpPacketGroup group = _current!;
        int from = _offset;
        foreach (InterleavedPacket packet in new InterleavedPackets(group.Buffer.Span[from..]))
        {
            if (batch.IsFull) return;
            Add(group, packet, from + packet.Offset, now, batch);
            _offset = from + packet.Offset + packet.Length;
        }

        _inFlight.Add(group);
        _current = null;
    }

    private void Add(RtpPacketGroup group, in InterleavedPacket packet, int offset, MonotonicTime now, UdpSendBatch batch)
    {
        if (packet.Channel >= Channels || _targets[packet.Channel] is not { } to || packet.Channel == _leftOut * 2) return;
        bool isReport = packet.Channel % 2 != 0;
        if (isReport) SendReport(group.Buffer.Span.Slice(offset, packet.Length), to, now);
        else batch.Add(group.Buffer, offset, packet.Length, to);
    }

    private void SendReport(ReadOnlySpan<byte> bytes, in UdpAddress to, MonotonicTime now)
    {
        if (_ports.Rtcp.Send(bytes, to) != SocketError.Success) return;
        _reports.OnSenderReport(bytes, now);
        Volatile.Write(ref _reportBytes, _reportBytes + bytes.Length);
    }

    private void ReleaseInFlight()
    {
        foreach (RtpPacketGroup group in _inFlight) group.Release();
        _inFlight.Clear();
    }

    private void ReleaseCurrent()
    {
        _current?.Release();
        _current = null;
    }
}
