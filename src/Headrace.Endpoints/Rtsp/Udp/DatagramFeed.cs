using System.Net.Sockets;
using Headrace.Media.Timing;
using Headrace.Protocols.Rtp.Sending;
using Headrace.Streaming.Rtp;
using Headrace.Streaming.Streams;
using Headrace.Transport.Egress;
using Headrace.Transport.Udp;

namespace Headrace.Endpoints.Rtsp.Udp;

/// <summary>
/// The packets that viewers over TCP get too, without their interleaved headers, each to the address of its channel. What the kernel does not take
/// is not sent later: the cursor goes on at the next key frame.
/// </summary>
/// <param name="cursor">Where it reads.</param>
/// <param name="rtcp">The socket that reports are sent by.</param>
/// <param name="reports">Told of each sender report, or null.</param>
internal sealed class DatagramFeed(RtspCursor cursor, UdpSocket rtcp, ViewerReports? reports) : IDatagramSource
{
    private readonly UdpAddress?[] _targets = new UdpAddress?[LiveStream.MaxSlots * 2];
    private readonly List<RtpPacketGroup> _inFlight = [];
    private RtpPacketGroup? _current;
    private int _leftOut = RtspCursor.NoTrack;
    private int _offset;
    private long _reportBytes;

    /// <summary>Bytes of reports that were sent. Readable from any thread.</summary>
    public long ReportBytes => Volatile.Read(ref _reportBytes);

    /// <summary>Says where a track's packets and reports go; before the first <see cref="Fill"/>.</summary>
    public void SetTarget(byte channel, in UdpAddress rtp, in UdpAddress rtcpTo)
    {
        _targets[channel] = rtp;
        _targets[channel + 1] = rtcpTo;
    }

    /// <inheritdoc/>
    public DatagramSupply Fill(MonotonicTime now, UdpSendBatch batch)
    {
        while (!batch.IsFull)
        {
            if (_current is null && !TryLoad(now))
            {
                // Groups of which he takes nothing have nothing in the batch.
                if (batch.Count == 0) ReleaseInFlight();
                return cursor.IsPaced ? DatagramSupply.Paced : DatagramSupply.Drained;
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
        cursor.Skip(now);
    }

    /// <inheritdoc/>
    public void OnClosed()
    {
        ReleaseInFlight();
        ReleaseCurrent();
    }

    private bool TryLoad(MonotonicTime now)
    {
        _current = cursor.TryRead(now);
        if (_current is null) return false;
        _leftOut = cursor.Undecodable(_current);
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
        if (packet.Channel >= _targets.Length || _targets[packet.Channel] is not { } to || packet.Channel == _leftOut * 2) return;
        bool isReport = packet.Channel % 2 != 0;
        if (isReport) SendReport(group.Buffer.Span.Slice(offset, packet.Length), to, now);
        else batch.Add(group.Buffer, offset, packet.Length, to);
    }

    private void SendReport(ReadOnlySpan<byte> bytes, in UdpAddress to, MonotonicTime now)
    {
        if (rtcp.Send(bytes, to) != SocketError.Success) return;
        reports?.OnSenderReport(bytes, now);
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
