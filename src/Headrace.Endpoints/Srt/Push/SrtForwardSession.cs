using Headrace.Containers.MpegTs;
using Headrace.Endpoints.Forwarding;
using Headrace.Media.Buffers;
using Headrace.Media.Timing;
using Headrace.Streaming.Branches;
using Headrace.Streaming.Forwarding;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Ts;
using Headrace.Transport.Egress;
using Headrace.Transport.Srt;

namespace Headrace.Endpoints.Srt.Push;

/// <summary>One run of a target over SRT.</summary>
internal sealed class SrtForwardSession : ForwardSession, ISrtSource, ISrtHandler
{
    /// <summary>How long the connection may take nothing at all.</summary>
    private static readonly TimeSpan StallLimit = TimeSpan.FromSeconds(10);

    private readonly SrtConnection _connection;
    private readonly TsCursor _cursor;
    private readonly SrtEgress _egress;
    private readonly EgressGroup _group;
    private LinkFigures? _link;

    public SrtForwardSession(ForwardRun run, SrtConnection connection, EgressPump pump, TimeProvider clock)
        : base("srt", connection.RemoteEndPoint, run, clock)
    {
        _connection = connection;
        BranchLease<TsBranch> lease = TsBranch.Acquire(run.Stream);
        _cursor = new TsCursor(this, run.Stream, lease);
        _egress = new SrtEgress(pump, connection, this);
        _group = lease.Branch.GroupOf(pump);
    }

    /// <inheritdoc/>
    public override long BytesIn => _connection.BytesReceived;

    /// <inheritdoc/>
    public override long BytesOut => _connection.BytesSent;

    /// <inheritdoc/>
    public override long Skips => _cursor.Skips;

    /// <inheritdoc/>
    public override TimeSpan? Lag => _cursor.Lag;

    /// <inheritdoc/>
    public override LinkFigures? Link => Volatile.Read(ref _link);

    /// <summary>Begins to send.</summary>
    public void Start(MonotonicTime now)
    {
        _cursor.Begin(now);
        _group.Add(_egress);
        _egress.Schedule();
        _connection.Start(this);
    }

    /// <summary>Measures the connection; once a second.</summary>
    public void Measure()
    {
        if (_connection.Measure() is { } seen) Volatile.Write(ref _link, SrtViewerSession.FiguresOf(seen, _connection.KeyBits));
    }

    /// <inheritdoc/>
    public bool IsPaced => _cursor.IsPaced;

    /// <inheritdoc/>
    public bool TryNext(MonotonicTime now, out MediaBuffer buffer)
    {
        buffer = default;
        if (_cursor.TryRead(now) is not { } group) return false;
        buffer = group.Buffer;
        return true;
    }

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Probe => TsPacket.Null;

    /// <inheritdoc/>
    public void OnStalled(TimeSpan duration)
    {
        if (duration > StallLimit) Fail($"it takes nothing for {StallLimit.TotalSeconds} s");
    }

    /// <inheritdoc/>
    public void OnDropped(MonotonicTime now) => _cursor.Skip(now);

    /// <inheritdoc/>
    public void OnMessages(ReadOnlySpan<byte> bytes, MonotonicTime now)
    {
        // The other side has nothing to say.
    }

    /// <inheritdoc/>
    public void OnEnded() => Fail("the other side ended the connection, or it broke off");

    /// <inheritdoc/>
    protected override void Stop()
    {
        _group.Remove(_egress);
        _egress.Close();
        _cursor.Dispose();
        _connection.Dispose();
    }
}
