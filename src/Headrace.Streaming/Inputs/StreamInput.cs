using Headrace.Media.Timing;
using Headrace.Streaming.Streams;
using Headrace.Streaming.Supervision;

namespace Headrace.Streaming.Inputs;

/// <summary>One of the inputs that take turns on a stream, and how it is. Owned by the stream's lock.</summary>
public sealed class StreamInput
{
    /// <summary>The label of who publishes without being asked to.</summary>
    public const string Publisher = "publisher";

    /// <summary>The label of the picture that stands in for all inputs.</summary>
    public const string Slate = "slate";

    /// <summary>How long a better input must have sent media before the stream returns to it, at first.</summary>
    internal static readonly TimeSpan FirstReturnDelay = TimeSpan.FromSeconds(5);

    /// <summary>The same for one that was lost soon again and again: twice as long each time up to this.</summary>
    internal static readonly TimeSpan LongestReturnDelay = TimeSpan.FromSeconds(160);

    /// <summary>An input that fed the stream for this long is well again: the delay begins anew.</summary>
    internal static readonly TimeSpan WellAfter = TimeSpan.FromSeconds(60);

    private readonly TimeProvider _clock;
    private MonotonicTime _activeSince;
    private bool _isReturn;

    internal StreamInput(string label, string description, int priority, bool isOnDemand, TimeProvider clock)
    {
        Label = label;
        Description = description;
        Priority = priority;
        IsOnDemand = isOnDemand;
        _clock = clock;
        Since = clock.GetUtcNow();
    }

    /// <summary>Its name within the stream.</summary>
    public string Label { get; private set; }

    /// <summary>What it is: a URL without credentials.</summary>
    public string Description { get; }

    /// <summary>Its rank: the lowest that has media feeds the stream.</summary>
    public int Priority { get; private set; }

    /// <summary>True where it runs only while somebody reads.</summary>
    public bool IsOnDemand { get; internal set; }

    /// <summary>True for the picture that stands in for all others.</summary>
    internal bool IsSlate => Priority == int.MaxValue;

    /// <summary>Who publishes it now, or null.</summary>
    internal Publication? Publication { get; set; }

    internal InputState State { get; private set; }

    internal DateTimeOffset Since { get; private set; }

    internal int Tries { get; private set; }

    internal string? LastError { get; private set; }

    internal SourceCause? LastErrorCause { get; private set; }

    internal BreakerState? Breaker { get; private set; }

    /// <summary>True while it is left alone, or tried once behind that.</summary>
    internal bool IsGivenUpForNow => Breaker is BreakerState.Open or BreakerState.HalfOpen;

    /// <summary>How long it must have sent media before the stream returns to it from a lesser one.</summary>
    internal TimeSpan ReturnDelay { get; private set; } = FirstReturnDelay;

    /// <summary>Gives it another name and rank.</summary>
    internal void Name(string label, int priority) => (Label, Priority) = (label, priority);

    internal void BeginTry(BreakerState breaker)
    {
        Tries++;
        Breaker = breaker;
        if (Publication is null && State != InputState.Error) SetState(InputState.Connecting);
    }

    internal void Fail(string fault, BreakerState? breaker, SourceCause cause)
    {
        (LastError, LastErrorCause) = (fault, cause);
        Breaker = breaker ?? Breaker;
        if (Publication is null) SetState(InputState.Error);
    }

    internal void BeginPublication(Publication publication)
    {
        Publication = publication;
        SetState(InputState.Connecting);
    }

    /// <summary>Its media comes while it does not feed the stream.</summary>
    internal void StandBy()
    {
        NoteMedia();
        SetState(InputState.Standby);
    }

    /// <summary>It is connected, and its media does not come any more.</summary>
    internal void FallSilent() => SetState(InputState.Connecting);

    /// <summary>It feeds the stream from now on.</summary>
    /// <param name="now">The present instant.</param>
    /// <param name="isReturn">True where a lesser one did so until now.</param>
    internal void Activate(MonotonicTime now, bool isReturn)
    {
        NoteMedia();
        if (State == InputState.Active) return;
        (_activeSince, _isReturn) = (now, isReturn);
        SetState(InputState.Active);
    }

    /// <summary>It ceases to feed the stream because it is lost, not because a better one returned.</summary>
    internal void Lose(MonotonicTime now)
    {
        if (State != InputState.Active) return;
        if (now - _activeSince >= WellAfter) ReturnDelay = FirstReturnDelay;
        else if (_isReturn) ReturnDelay = TimeSpan.FromTicks(Math.Min(ReturnDelay.Ticks * 2, LongestReturnDelay.Ticks));
    }

    internal void EndPublication()
    {
        Publication = null;
        SetState(InputState.Inactive);
    }

    /// <summary>It rests until somebody reads again.</summary>
    internal void Rest()
    {
        if (Publication is null) SetState(InputState.Inactive);
    }

    internal InputSnapshot Snapshot() => new(Label, Description, Priority, IsOnDemand, State, Since, Tries, LastError, Breaker) { LastErrorCause = LastErrorCause };

    /// <summary>Media comes: what it was tried for.</summary>
    private void NoteMedia()
    {
        Tries = 0;
        if (Breaker is not null) Breaker = BreakerState.Closed;
    }

    private void SetState(InputState state)
    {
        if (State == state) return;
        State = state;
        Since = _clock.GetUtcNow();
    }
}
