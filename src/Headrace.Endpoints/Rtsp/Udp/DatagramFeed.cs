using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using Headrace.Media.Timing;
using Headrace.Protocols.Rtp.Sending;
using Headrace.Streaming.Branches;
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
/// <param name="onError">Told why the kernel sends nothing there, or null.</param>
internal sealed class DatagramFeed(BranchCursor<RtpPacketGroup> cursor, UdpSocket rtcp, ViewerReports? reports, Action<SocketError>? onError = null) : IDatagramSource
{
    private readonly UdpAddress?[] _addresses = new UdpAddress?[LiveStream.MaxSlots * 2];
    private readonly UdpAddress?[] _targets = new UdpAddress?[LiveStream.MaxSlots * 2];
    private RtpPacketGroup? _current;
    private int _leftOut = IPacketGroup.NoTrack;
    private int _offset;
    private int _end;
    private long _reportBytes;

    /// <summary>Bytes of reports that were sent. Readable from any thread.</summary>
    public long ReportBytes => Volatile.Read(ref _reportBytes);

    /// <inheritdoc/>
    public ReadOnlySpan<UdpAddress?> Targets => _targets;

    /// <inheritdoc/>
    public bool IsPaced => cursor.IsPaced;

    /// <summary>Says where a track's packets and reports go; before the first <see cref="TryPeek"/>.</summary>
    public void SetTarget(byte channel, in UdpAddress rtp, in UdpAddress rtcpTo)
    {
        _addresses[channel] = _targets[channel] = rtp;
        _addresses[channel + 1] = rtcpTo;
    }

    /// <inheritdoc/>
    public bool TryPeek(MonotonicTime now, UdpSendBatches batches, [NotNullWhen(true)] out UdpSendBatch? batch)
    {
        batch = _current is not null || TryLoad(now) ? batches.Get(_current, _offset, out _end) : null;
        return batch is not null;
    }

    /// <inheritdoc/>
    public void OnSent(MonotonicTime now, in UdpSendResult result)
    {
        _offset = _end;
        bool isFull = result.Error is SocketError.WouldBlock or SocketError.NoBufferSpaceAvailable;
        if (isFull || _offset == _current?.Buffer.Length) ReleaseCurrent();
        if (isFull) cursor.Skip(now);
        else if (result.Error != SocketError.Success) onError?.Invoke(result.Error);
    }

    /// <inheritdoc/>
    public void OnClosed() => ReleaseCurrent();

    [MemberNotNullWhen(true, nameof(_current))]
    private bool TryLoad(MonotonicTime now)
    {
        _current = cursor.TryRead(now);
        if (_current is null) return false;
        _offset = 0;
        LeaveOut(cursor.Undecodable(_current));
        if (_current.HasReports) SendReports(_current.Buffer.Span, now);
        return true;
    }

    private void LeaveOut(int track)
    {
        if (track == _leftOut) return;
        if (_leftOut != IPacketGroup.NoTrack) _targets[_leftOut * 2] = _addresses[_leftOut * 2];
        if (track != IPacketGroup.NoTrack) _targets[track * 2] = null;
        _leftOut = track;
    }

    private void SendReports(ReadOnlySpan<byte> packets, MonotonicTime now)
    {
        foreach (InterleavedPacket packet in new InterleavedPackets(packets))
        {
            if (packet.Channel % 2 == 0 || _addresses[packet.Channel] is not { } to) continue;
            ReadOnlySpan<byte> report = packets.Slice(packet.Offset, packet.Length);
            if (rtcp.Send(report, to) != SocketError.Success) continue;
            reports?.OnSenderReport(report, now);
            Volatile.Write(ref _reportBytes, _reportBytes + report.Length);
        }
    }

    private void ReleaseCurrent()
    {
        _current?.Release();
        _current = null;
    }
}
