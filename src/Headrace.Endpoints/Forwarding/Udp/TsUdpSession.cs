using System.Net;
using Headrace.Media.Timing;
using Headrace.Streaming.Branches;
using Headrace.Streaming.Forwarding;
using Headrace.Streaming.Ts;
using Headrace.Transport.Egress;
using Headrace.Transport.Udp;

namespace Headrace.Endpoints.Forwarding.Udp;

/// <summary>One run of MPEG-TS over UDP.</summary>
internal sealed class TsUdpSession : ForwardSession
{
    private readonly UdpSocket _socket;
    private readonly TsCursor _cursor;
    private readonly UdpEgress _egress;
    private readonly EgressGroup _group;

    public TsUdpSession(ForwardRun run, string protocol, IPEndPoint to, UdpSocket socket, UdpTargetOptions options, EgressPump pump, TimeProvider clock)
        : base(protocol, to, run, clock)
    {
        _socket = socket;
        BranchLease<TsBranch> lease = TsBranch.Acquire(run.Stream);

        // The key frame goes at once, what follows it at the burst's pace: a receiver's buffer holds a fraction of a second.
        _cursor = new TsCursor(this, run.Stream, lease, TimeSpan.Zero);
        _egress = new UdpEgress(pump, socket, new TsDatagramFeed(_cursor, UdpAddress.Of(to), options, FailToSend));
        _group = lease.Branch.GroupOf(pump);
    }

    public override long BytesIn => 0;

    public override long BytesOut => _egress.BytesSent;

    public override long Skips => _cursor.Skips;

    public override TimeSpan? Lag => _cursor.Lag;

    /// <summary>Begins to send.</summary>
    public void Start(MonotonicTime now)
    {
        _cursor.Begin(now);
        _group.Add(_egress);
        _egress.Schedule();
    }

    protected override void Stop()
    {
        _group.Remove(_egress);
        _egress.Close();
        _cursor.Dispose();
        _socket.Dispose();
    }
}
