using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using System.Security.Cryptography;
using Headrace.Media.Timing;
using Headrace.Protocols.Rtp.Sending;
using Headrace.Streaming.Ts;
using Headrace.Transport.Egress;
using Headrace.Transport.Udp;

namespace Headrace.Endpoints.Forwarding.Udp;

/// <summary>A live transport stream as datagrams to one address. What the kernel does not take is not sent later: the cursor goes on at the next key frame.</summary>
/// <param name="cursor">Where it reads.</param>
/// <param name="to">Where they go.</param>
/// <param name="options">How large they are, and whether they are packets of RTP.</param>
/// <param name="onError">Told why the kernel sends nothing there.</param>
internal sealed class TsDatagramFeed(TsCursor cursor, UdpAddress to, UdpTargetOptions options, Action<SocketError> onError) : IDatagramSource
{
    /// <summary>Payload type of MPEG-TS (RFC 3551, table 5).</summary>
    private const byte PayloadType = 33;

    private const int ClockRate = 90_000;

    private readonly UdpAddress?[] _targets = [to];
    private RtpHeader _header = new(PayloadType, HasMarker: false, (ushort)Random(), Random(), Random());
    private TsDatagrams? _current;
    private int _offset;
    private int _end;

    /// <inheritdoc/>
    public ReadOnlySpan<UdpAddress?> Targets => _targets;

    /// <inheritdoc/>
    public bool IsPaced => cursor.IsPaced;

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
        if (isFull || _offset == _current?.Length) ReleaseCurrent();
        if (isFull) cursor.Skip(now);
        else if (result.Error != SocketError.Success) onError(result.Error);
    }

    /// <inheritdoc/>
    public void OnClosed() => ReleaseCurrent();

    [MemberNotNullWhen(true, nameof(_current))]
    private bool TryLoad(MonotonicTime now)
    {
        if (cursor.TryRead(now) is not { } group) return false;
        uint timestamp = unchecked(_header.Timestamp + (uint)Timebase.FromNanoseconds(group.PathTime, ClockRate));
        _current = new TsDatagrams(group, options.DatagramBytes, options.IsTsInRtp ? _header with { Timestamp = timestamp } : null);
        _header = _header with { Sequence = (ushort)(_header.Sequence + _current.Count) };
        _offset = 0;
        return true;
    }

    private void ReleaseCurrent()
    {
        _current?.Release();
        _current = null;
    }

    private static uint Random() => BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(4));
}
