using Headrace.Media.Timing;
using Headrace.Streaming.Inputs;
using Headrace.Streaming.Supervision;

namespace Headrace.Streaming.Streams;

/// <summary>The sources of a stream's own, for who runs them: whether they are wanted, and how they do. Thread-safe, under the stream's lock.</summary>
public sealed class StreamSupply
{
    /// <summary>How long one who has waited may take to become a reader.</summary>
    private static readonly TimeSpan AfterWait = TimeSpan.FromSeconds(10);

    private readonly LiveStream _stream;
    private readonly Lock _gate;
    private readonly InputSet _inputs;
    private readonly StreamStanding _standing;
    private readonly StreamReaders _readers;
    private readonly TimeProvider _clock;
    private readonly SourceDemand _demand = new();

    internal StreamSupply(LiveStream stream, Lock gate, InputSet inputs, StreamStanding standing, StreamReaders readers, TimeProvider clock) =>
        (_stream, _gate, _inputs, _standing, _readers, _clock) = (stream, gate, inputs, standing, readers, clock);

    /// <summary>Says that the stream has a source of its own, before that begins.</summary>
    /// <param name="label">Its name within the stream.</param>
    /// <param name="description">What it is: a URL without credentials.</param>
    /// <param name="priority">Its rank: the lowest that has media feeds the stream.</param>
    /// <param name="isOnDemand">True where it runs only while somebody reads.</param>
    public StreamInput AttachInput(string label, string description, int priority, bool isOnDemand)
    {
        lock (_gate) return _inputs.Attach(label, description, priority, isOnDemand);
    }

    /// <summary>Says that a source goes on with or without being asked for.</summary>
    internal void AdoptInput(StreamInput input, bool isOnDemand)
    {
        lock (_gate) input.IsOnDemand = isOnDemand;
        if (!isOnDemand) Ask();
    }

    /// <summary>Says that a source is the stream's own no more.</summary>
    internal void DetachInput(StreamInput input)
    {
        RestInput(input);
        lock (_gate) _inputs.Detach(input);
    }

    /// <summary>Says that a source is tried.</summary>
    internal void BeginTry(StreamInput input, BreakerState breaker)
    {
        lock (_gate)
        {
            input.BeginTry(breaker);
            _standing.OnAttempt();
            if (_standing.State == StreamState.Inactive && !_inputs.HasPublication && !_stream.IsRemoved) _stream.SetState(StreamState.Connecting);
        }
    }

    /// <summary>Says that a source failed and is tried again; when all have and nobody publishes, that is the stream's state. False for a stream that is removed.</summary>
    public bool ReportFault(StreamInput input, string fault, BreakerState? breaker = null, SourceCause cause = SourceCause.Unknown)
    {
        lock (_gate)
        {
            if (_stream.IsRemoved) return false;
            input.Fail(fault, breaker, cause);
            _standing.Fail(fault, cause);
            if (!_inputs.HasPublication && _inputs.HaveFailed) _stream.SetState(StreamState.Error, fault);
            return true;
        }
    }

    /// <summary>The same of an input that goes on to be tried, by its label; false where there is none of it.</summary>
    public bool ReportFault(string label, string fault, SourceCause cause = SourceCause.Unknown)
    {
        lock (_gate) return _inputs.Find(label) is { } input && ReportFault(input, fault, cause: cause);
    }

    /// <summary>Says that a source rests until somebody reads again.</summary>
    internal void RestInput(StreamInput input)
    {
        _demand.Forget(MonotonicTime.Now(_clock) - TimeSpan.FromSeconds(1));
        lock (_gate)
        {
            input.Rest();
            if (!_inputs.HasPublication && !_stream.IsRemoved && _readers.Count == 0) _stream.Rest();
        }
    }

    /// <summary>Waits until somebody wants to read.</summary>
    internal Task WaitForDemandAsync(CancellationToken cancellation) => _demand.WaitAsync(cancellation);

    /// <summary>True while the stream has readers, for some time after the last one, and for <see cref="SourceDemand.AskPatience"/> after one asked for it. Called once a second.</summary>
    public bool IsWanted(TimeSpan closeAfter)
    {
        MonotonicTime now = MonotonicTime.Now(_clock);
        bool isRead;
        lock (_gate) isRead = _readers.Count > 0;
        if (isRead) _demand.NoteRead(now);
        return isRead || _demand.IsWanted(now, closeAfter);
    }

    /// <summary>True for some time after somebody asked for media.</summary>
    internal bool IsAsked(MonotonicTime now) => _demand.IsAsked(now);

    /// <summary>How long who comes before the media waits for it, until a picture stands in: a source that begins with him has its time also where nobody waits for publishers.</summary>
    internal TimeSpan PatienceOf(StreamOptions options) => options.WaitForStream == TimeSpan.Zero && _inputs.IsOnDemand ? AfterWait : options.WaitForStream;

    /// <summary>Somebody asks for media.</summary>
    internal void Ask() => _demand.Ask(MonotonicTime.Now(_clock), _stream.Options.WaitForStream + AfterWait);
}
