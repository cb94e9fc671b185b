using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;

namespace Headrace.Streaming.Frames;

/// <summary>The session of an application that publishes frames: seen, counted and ended like that of any publisher.</summary>
internal sealed class FrameSession : Session
{
    private readonly SessionRegistry _sessions;
    private Publication? _publication;
    private long _bytes;

    /// <summary>A session that begins now.</summary>
    internal FrameSession(string stream, SessionRegistry sessions, TimeProvider clock)
        : base("frames", new NamedEndPoint("application"), clock.GetUtcNow())
    {
        (Role, StreamName, _sessions) = (SessionRole.Publisher, stream, sessions);
    }

    /// <inheritdoc/>
    public override long BytesIn => Volatile.Read(ref _bytes);

    /// <inheritdoc/>
    public override long BytesOut => 0;

    /// <summary>The stream has taken it in. From then on it may be ended by anybody.</summary>
    internal void Begin(Publication publication)
    {
        Volatile.Write(ref _publication, publication);
        _sessions.Add(this);

        // Who took the stream over meanwhile found neither.
        if (EndReason is not null) OnEnd();
    }

    /// <summary>Counts a frame.</summary>
    internal void Count(int bytes) => Volatile.Write(ref _bytes, _bytes + bytes);

    /// <inheritdoc/>
    protected override void OnEnd()
    {
        Volatile.Read(ref _publication)?.End();
        _sessions.Remove(this);
    }
}
