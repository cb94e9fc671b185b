using Headrace.Streaming.Branches;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;

namespace Headrace.Streaming.Forwarding;

/// <summary>One run of a target, as the target tells of it. Thread-safe.</summary>
public sealed class ForwardRun
{
    private readonly Action _onForwarding;
    private readonly Action<CursorSkip> _onSkip;
    private Session? _session;

    /// <summary>A run that begins.</summary>
    /// <param name="stream">What is sent.</param>
    /// <param name="onForwarding">Told once, when media begins to go out.</param>
    /// <param name="onSkip">Told when the target fell behind.</param>
    public ForwardRun(LiveStream stream, Action onForwarding, Action<CursorSkip> onSkip)
    {
        Stream = stream;
        _onForwarding = onForwarding;
        _onSkip = onSkip;
    }

    /// <summary>What is sent.</summary>
    public LiveStream Stream { get; }

    /// <summary>Bytes that were sent.</summary>
    public long BytesSent => Volatile.Read(ref _session)?.BytesOut ?? 0;

    /// <summary>How often the target fell behind and went on at a later key frame.</summary>
    public long Skips => Volatile.Read(ref _session)?.Skips ?? 0;

    /// <summary>Pictures, with the sound beside them, that it lost by that.</summary>
    public long Lost { get; private set; }

    /// <summary>Media goes out from now on.</summary>
    /// <param name="session">By which session.</param>
    public void Begin(Session session)
    {
        Volatile.Write(ref _session, session);
        _onForwarding();
    }

    /// <summary>The target fell behind.</summary>
    public void OnSkip(in CursorSkip skip)
    {
        Lost = skip.Lost;
        _onSkip(skip);
    }
}
