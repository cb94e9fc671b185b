using System.Collections.Immutable;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtmp.Server;
using Headrace.Streaming.Carriers;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.Transport.Egress;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.Rtmp;

/// <summary>The viewer's side of a connection. Owned by the connection's loop.</summary>
internal sealed class RtmpViewing(RtmpConnection connection, RtmpEndpointOptions options, TcpEgress egress, StreamRegistry streams, TimeProvider clock, ILogger logger)
{
    private LiveStream? _stream;
    private RtmpViewer? _viewer;
    private long _skipsOfOthers;

    /// <summary>What is sent; null while he pauses.</summary>
    public IEgressSource? Source => _viewer;

    /// <summary>True while he pauses. Readable from any thread.</summary>
    public bool IsPaused => Volatile.Read(ref _stream) is not null && Volatile.Read(ref _viewer) is null;

    /// <summary>True while the stream is paused: nothing is sent, and many players then say nothing either. Readable from any thread.</summary>
    public bool IsStreamPaused => Volatile.Read(ref _stream)?.IsPaused == true;

    /// <summary>How often he fell behind. Readable from any thread.</summary>
    public long Skips => Volatile.Read(ref _skipsOfOthers) + (Volatile.Read(ref _viewer)?.Skips ?? 0);

    /// <summary>How far behind the newest media he reads. Readable from any thread.</summary>
    public TimeSpan? Lag => Volatile.Read(ref _viewer)?.Lag;

    /// <summary>Takes a place among the readers of a stream, waiting for one that is coming up. Null is well; else why it cannot be.</summary>
    public async ValueTask<RtmpVerdict?> EnterAsync(string name, Task ending)
    {
        LiveStream? stream = streams.FindForReader(name);
        if (stream is null || !await StreamPatience.WaitAsync(stream, options.ReadyTimeout, ending, clock).ConfigureAwait(false))
            return new RtmpVerdict(RtmpRefusal.NotFound, stream?.HasOwnSource == true ? "the stream's source does not come up" : "nobody publishes the stream");
        ImmutableArray<Track> tracks = stream.Tracks;
        if (tracks.IsEmpty) return new RtmpVerdict(RtmpRefusal.NotFound, "the stream did not come up in time");
        if (OutputForm.Flv.WhyNothing(tracks) is { } reason) return new RtmpVerdict(RtmpRefusal.Failed, $"codec-not-carried: {reason}");
        if (stream.TryAddReader(connection) is not ReaderRefusal.None and ReaderRefusal refusal) return new RtmpVerdict(RtmpRefusal.Failed, $"the stream takes no more readers ({refusal})");
        foreach (Track track in tracks)
        {
            if (OutputForm.Flv.Explain(track) is { } gap) RtmpLog.TrackLeftOut(logger, stream.Name, connection.Remote, track.Id, gap);
        }

        Volatile.Write(ref _stream, stream);
        return null;
    }

    /// <summary>Begins, or goes on behind a pause.</summary>
    public void Begin(MonotonicTime now)
    {
        if (_viewer is not null || _stream is null) return;
        RtmpViewer viewer = new(connection, () => connection.End(SessionEndReason.TooSlow), _stream, egress);
        viewer.Begin(now);
        Volatile.Write(ref _viewer, viewer);
    }

    /// <summary>Sends nothing until the next begin.</summary>
    public void Pause()
    {
        if (_viewer is not { } viewer) return;
        Volatile.Write(ref _viewer, null);
        viewer.Stop();
        Volatile.Write(ref _skipsOfOthers, _skipsOfOthers + viewer.Skips);
    }

    /// <summary>Lets the stream go.</summary>
    public void Stop(SessionEndReason reason)
    {
        Pause();
        if (_stream is not { } stream) return;
        Volatile.Write(ref _stream, null);
        stream.RemoveReader(connection, reason);
    }
}
