using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Headrace.Media.Tracks;
using Headrace.Streaming.Branches;
using Headrace.Streaming.Forwarding;
using Headrace.Streaming.Rtp;
using Headrace.Streaming.Sessions;

namespace Headrace.Endpoints.Forwarding;

/// <summary>The session of one run of a target. Whatever ends it, <see cref="WaitAsync"/> says how.</summary>
internal abstract class ForwardSession : Session, ICursorOwner
{
    private readonly ForwardRun _run;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string? _fault;

    protected ForwardSession(string protocol, EndPoint remote, ForwardRun run, TimeProvider clock)
        : base(protocol, remote, clock.GetUtcNow())
    {
        _run = run;
        StreamName = run.Stream.Name;
        Role = SessionRole.Viewer;
    }

    /// <inheritdoc/>
    public void OnSkip(in CursorSkip skip) => _run.OnSkip(skip);

    /// <summary>A target that is too slow goes on at key frames for ever: nobody waits for it.</summary>
    void ICursorOwner.End(SessionEndReason reason)
    {
        if (reason != SessionEndReason.TooSlow) End(reason);
    }

    /// <summary>Ends it for a fault, which is said in one line.</summary>
    public void Fail(string fault, SessionEndReason reason = SessionEndReason.ConnectionLost)
    {
        Interlocked.CompareExchange(ref _fault, fault, null);
        End(reason);
    }

    /// <summary>Ends it because the system sends nothing to the target.</summary>
    protected void FailToSend(SocketError error) => Fail($"the system sends nothing there: {new SocketException((int)error).Message}");

    /// <summary>Waits for its end, whoever brings it about.</summary>
    public async Task<ForwardEnd> WaitAsync(CancellationToken cancellation)
    {
        await using (cancellation.Register(() => End(SessionEndReason.ServerShutdown)).ConfigureAwait(false)) await _ended.Task.ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        return EndReason switch
        {
            SessionEndReason.PublisherGone or SessionEndReason.StreamRemoved => new ForwardEnd("the stream ended", ForwardEndKind.StreamOver),
            SessionEndReason.FormatChanged => new ForwardEnd("the stream changed", ForwardEndKind.StreamChanged),
            SessionEndReason reason => new ForwardEnd(_fault ?? $"the session was ended ({reason})"),
            null => new ForwardEnd("the session was ended"),
        };
    }

    /// <summary>True when a stream has tracks that RTP carries beside those that are sent.</summary>
    protected static bool HasMore(ImmutableArray<Track> now, ImmutableArray<Track> sent)
    {
        foreach (Track track in now)
        {
            if (RtpSenders.CanCarry(track) && !sent.Any(one => one.Id == track.Id)) return true;
        }

        return false;
    }

    /// <inheritdoc/>
    protected sealed override void OnEnd()
    {
        Stop();
        _ended.TrySetResult();
    }

    /// <summary>Sends nothing any more and gives back what it holds. Called once.</summary>
    protected abstract void Stop();
}
