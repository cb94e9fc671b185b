using System.Collections.Immutable;
using Headrace.Containers.MpegTs;
using Headrace.Media.Buffers;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.Streaming.Access;
using Headrace.Streaming.Branches;
using Headrace.Streaming.Carriers;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.Streaming.Ts;
using Headrace.Transport.Egress;
using Headrace.Transport.Srt;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.Srt;

/// <summary>Somebody who reads a stream over SRT: the shared transport stream, by a cursor of his own.</summary>
internal sealed class SrtViewerSession : SrtSession, ICursorOwner, ISrtSource
{
    /// <summary>How long his connection may take nothing at all.</summary>
    private static readonly TimeSpan StallLimit = TimeSpan.FromSeconds(10);

    private readonly LiveStream _stream;
    private readonly SrtEndpointOptions _options;
    private readonly EgressPump _pump;
    private TsCursor? _cursor;

    public SrtViewerSession(
        SrtConnection connection, LiveStream stream, AccessGrant? grant, SrtEndpointOptions options, EgressPump pump, SrtTotals totals, TimeProvider clock, ILogger logger)
        : base(connection, stream.Name, SessionRole.Viewer, totals, clock, logger)
    {
        _stream = stream;
        _options = options;
        _pump = pump;
        Grant = grant;
    }

    /// <inheritdoc/>
    public override long Skips => Volatile.Read(ref _cursor)?.Skips ?? 0;

    /// <inheritdoc/>
    public override TimeSpan? Lag => Volatile.Read(ref _cursor)?.Lag;

    /// <summary>The figures of a connection that sends.</summary>
    public static LinkFigures FiguresOf(in SrtStatistics seen, int keyBits) => new(
        seen.RoundTrip, seen.SendLatency, seen.Bandwidth, seen.SendRate, seen.SendBuffered, keyBits, new LinkCounts(seen.PacketsSent, seen.SendLost, seen.Retransmitted, seen.SendDropped));

    /// <inheritdoc/>
    public override void OnMessages(ReadOnlySpan<byte> bytes, MonotonicTime now)
    {
        // A viewer has nothing to say; what he sends all the same is counted as received.
    }

    /// <inheritdoc/>
    public bool IsPaced => _cursor!.IsPaced;

    /// <inheritdoc/>
    public bool TryNext(MonotonicTime now, out MediaBuffer buffer)
    {
        buffer = default;
        if (_cursor!.TryRead(now) is not { } group) return false;
        buffer = group.Buffer;
        return true;
    }

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Probe => TsPacket.Null;

    /// <inheritdoc/>
    public void OnStalled(TimeSpan duration)
    {
        if (duration > StallLimit) End(SessionEndReason.TooSlow);
    }

    /// <inheritdoc/>
    public void OnDropped(MonotonicTime now) => _cursor!.Skip(now);

    /// <inheritdoc/>
    public void OnSkip(in CursorSkip skip)
    {
        if (skip.IsNews) SrtLog.ViewerBehind(Logger, StreamName, Remote, skip.BehindMs, skip.Skips);
    }

    private protected override async Task ServeAsync()
    {
        Connection.Start(this);
        if (!await ComesUpAsync().ConfigureAwait(false)) return;
        if (_stream.TryAddReader(this) is not ReaderRefusal.None and ReaderRefusal refusal)
        {
            SrtLog.ViewerRefused(Logger, StreamName, Remote, refusal);
            End(SessionEndReason.Refused);
            return;
        }

        double latency = Connection.SendLatency.TotalMilliseconds;
        string encryption = Encryption;
        SrtLog.Playing(Logger, _stream.Name, Remote, UserAgent!, latency, encryption);
        try
        {
            await SendAsync().ConfigureAwait(false);
        }
        finally
        {
            _stream.RemoveReader(this, EndReason ?? SessionEndReason.Closed);
        }
    }

    private protected override void LogEnd(LinkCounts counts) => SrtLog.ViewerLeft(Logger, StreamName, Remote, EndReason, BytesOut, Skips, counts.Lost, counts.Dropped);

    private protected override LinkFigures FiguresOf(in SrtStatistics seen) => FiguresOf(seen, Connection.KeyBits);

    /// <summary>Waits for tracks that a transport stream can carry; false where none come.</summary>
    private async Task<bool> ComesUpAsync()
    {
        bool isComing = await StreamPatience.WaitAsync(_stream, _options.ReadyTimeout, Ending, Clock).ConfigureAwait(false);
        if (Ending.IsCompleted) return false;
        if (!isComing)
        {
            SrtLog.NotPlayable(Logger, StreamName, Remote, _stream.HasOwnSource ? "its source does not come up" : "nobody publishes it");
            End(SessionEndReason.Refused);
            return false;
        }

        ImmutableArray<Track> tracks = _stream.Tracks;
        if (OutputForm.MpegTs.WhyNothing(tracks) is not { } reason) return true;
        string detail = tracks.IsEmpty ? "the stream did not come up in time" : $"MPEG-TS carries none of its tracks: {reason}";
        SrtLog.NotPlayable(Logger, StreamName, Remote, detail);
        End(tracks.IsEmpty ? SessionEndReason.TimedOut : SessionEndReason.Refused);
        return false;
    }

    private async Task SendAsync()
    {
        BranchLease<TsBranch> lease = TsBranch.Acquire(_stream);
        TsCursor cursor = new(this, _stream, lease);
        Volatile.Write(ref _cursor, cursor);
        SrtEgress egress = new(_pump, Connection, this);
        EgressGroup group = lease.Branch.GroupOf(_pump);
        try
        {
            cursor.Begin(Now);
            group.Add(egress);
            egress.Schedule();
            await Ending.ConfigureAwait(false);
        }
        finally
        {
            group.Remove(egress);
            egress.Close();
            cursor.Dispose();
        }
    }
}
