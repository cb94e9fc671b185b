using System.Collections.Immutable;
using Headrace.Media.Codecs;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.Streaming.Streams;

namespace Headrace.Streaming.Inputs;

/// <summary>
/// The inputs of a stream, the best first, and which of them feeds it: the best that has media. A lesser one takes over when that ends or falls silent, a better one
/// when it has sent media for its <see cref="StreamInput.ReturnDelay"/>; both at a random access point of theirs. What does not feed the stream is parsed and passed over:
/// nothing of it is kept. Owned by the stream's lock.
/// </summary>
internal sealed class InputSet(TimeProvider clock)
{
    /// <summary>An input that has sent no media for this long is silent: another one takes over.</summary>
    public static readonly TimeSpan SilentAfter = TimeSpan.FromSeconds(2);

    /// <summary>How long a stream that begins waits for a better input that is being tried, and for pictures of one that has announced some.</summary>
    public static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(2);

    private readonly StreamInput _publisher = new(StreamInput.Publisher, StreamInput.Publisher, 0, isOnDemand: false, clock);
    private readonly StreamInput _slate = new(StreamInput.Slate, StreamInput.Slate, int.MaxValue, isOnDemand: false, clock);
    private bool _isPulled;
    private ImmutableArray<StreamInput> _attached = [];
    private MonotonicTime _idleSince = MonotonicTime.Never;

    /// <summary>The inputs that are to be seen: those of the stream's own, and who publishes.</summary>
    public ImmutableArray<StreamInput> All { get; private set; } = [];

    /// <summary>Whether publishers may come unasked, and which place their input has.</summary>
    public void Adopt(StreamOptions options)
    {
        _isPulled = options.IsPulled;
        _publisher.Name(options.PublisherLabel, options.PublisherPriority);
        ListAll();
    }

    /// <summary>Who feeds the stream, or null.</summary>
    public Publication? Active { get; private set; }

    /// <summary>True while no unit goes on, whoever has some.</summary>
    public bool IsPaused { get; set; }

    /// <summary>True while somebody publishes, whether that feeds the stream or not.</summary>
    public bool HasPublication
    {
        get
        {
            foreach (StreamInput input in All)
            {
                if (input.Publication is not null && !input.IsSlate) return true;
            }

            return false;
        }
    }

    /// <summary>True where the stream has sources of its own.</summary>
    public bool HasOwn => !_attached.IsEmpty;

    /// <summary>True where these run only while somebody reads.</summary>
    public bool IsOnDemand => _attached.Any(input => input.IsOnDemand);

    /// <summary>True while all sources of its own have failed.</summary>
    public bool HaveFailed => HasOwn && _attached.All(input => input.State == InputState.Error);

    /// <summary>True while each of them is left alone for the longest pause, or tried once behind that.</summary>
    public bool AreGivenUpForNow => HasOwn && _attached.All(input => input.IsGivenUpForNow);

    /// <summary>True while one of those that do not feed the stream has media.</summary>
    public bool HasStandby
    {
        get
        {
            foreach (StreamInput input in All)
            {
                if (input.State == InputState.Standby && !input.IsSlate) return true;
            }

            return false;
        }
    }

    /// <summary>True while the stream has media of an input, not the picture that stands in.</summary>
    public bool IsFed => Active is { Input.IsSlate: false };

    /// <summary>Adds a source of the stream's own.</summary>
    public StreamInput Attach(string label, string description, int priority, bool isOnDemand)
    {
        StreamInput input = new(label, description, priority, isOnDemand, clock);
        _attached = [.. _attached.Add(input).OrderBy(other => other.Priority)];
        ListAll();
        return input;
    }

    /// <summary>Takes one away.</summary>
    public void Detach(StreamInput input)
    {
        _attached = _attached.Remove(input);
        ListAll();
    }

    /// <summary>The input that a label names; without one, that of who publishes unasked.</summary>
    public StreamInput? Find(string? label)
    {
        if (label is null) return _publisher;
        foreach (StreamInput input in _attached)
        {
            if (input.Label == label) return input;
        }

        return null;
    }

    /// <summary>Notes a publication of an input; true when it feeds the stream at once, because there is no other to go on with until its first random access point.</summary>
    public bool Begin(StreamInput input, Publication publication)
    {
        input.BeginPublication(publication);
        ListAll();
        return Active is null && !IsPaused && All.Length == 1;
    }

    /// <summary>The input that stands in for all others.</summary>
    public StreamInput SlateInput => _slate;

    /// <summary>Makes a publication feed the stream.</summary>
    /// <returns>The one that did so before, or null.</returns>
    public Publication? Switch(Publication publication, MonotonicTime now)
    {
        Publication? before = Active;
        Active = publication;
        publication.Input.Activate(now, before is { Input.IsSlate: false } && publication.Input.Priority < before.Input.Priority);
        if (before is not null && before.Input != publication.Input)
        {
            if (publication.Input.Priority > before.Input.Priority) before.Input.Lose(now);
            if (before.Input.IsSlate) End(before, now);
            else if (before.Input.Publication == before) before.Input.StandBy();
        }

        return before;
    }

    /// <summary>Lets nobody feed the stream until the next random access point.</summary>
    public void Release(MonotonicTime now)
    {
        Active?.Input.StandBy();
        Active = null;
        _idleSince = now;
    }

    /// <summary>A publication is over; true when it fed the stream.</summary>
    public bool End(Publication publication, MonotonicTime now)
    {
        bool wasActive = publication == Active;
        if (wasActive)
        {
            publication.Input.Lose(now);
            Release(now);
        }

        if (publication.Input.Publication == publication) publication.Input.EndPublication();
        ListAll();
        return wasActive;
    }

    /// <summary>Ends the slate, where there is one.</summary>
    public void EndSlate(MonotonicTime now)
    {
        if (_slate.Publication is { } publication) End(publication, now);
    }

    /// <summary>Ends all publications; gives those that there were.</summary>
    public IReadOnlyList<Publication> EndAll(MonotonicTime now)
    {
        List<Publication> all = [.. from input in All where input.Publication is not null select input.Publication];
        foreach (Publication publication in all) End(publication, now);
        return all;
    }

    /// <summary>Says of those that are connected and silent that they are so.</summary>
    public void HandleTimeout(MonotonicTime now)
    {
        foreach (StreamInput input in All)
        {
            if (input.Publication is { } publication && publication != Active && now - publication.LastMedia > SilentAfter) input.FallSilent();
        }
    }

    /// <summary>Decides what becomes of a unit.</summary>
    public InputPassage Judge(Publication publication, int track, MonotonicTime arrival, in AssembledUnit unit)
    {
        if (publication.Input.Publication != publication) return InputPassage.Waits;
        publication.NoteMedia(track, arrival, SilentAfter);
        if (publication == Active) return InputPassage.Feeds;
        if (publication.Input.State == InputState.Connecting) publication.Input.StandBy();
        return !IsPaused && publication.CanBeginWith(track, unit, arrival) && MayTakeOver(publication, arrival) ? InputPassage.TakesOver : InputPassage.Waits;
    }

    private bool MayTakeOver(Publication candidate, MonotonicTime now)
    {
        if (Active is not { } active) return _idleSince != MonotonicTime.Never || !IsBetterComing(candidate, now);
        if (active.Input.IsSlate || now - active.LastMedia > SilentAfter) return true;
        return candidate.Input.Priority < active.Input.Priority && now - candidate.SteadySince >= candidate.Input.ReturnDelay;
    }

    /// <summary>At a stream's begin, the lesser input is often there first.</summary>
    private bool IsBetterComing(Publication candidate, MonotonicTime now)
    {
        if (now - candidate.FirstMedia > StartPatience) return false;
        foreach (StreamInput input in All)
        {
            if (input.Priority < candidate.Input.Priority && input.State is InputState.Connecting or InputState.Standby) return true;
        }

        return false;
    }

    private void ListAll()
    {
        All = _isPulled && _publisher.Publication is null ? _attached : [.. _attached.Add(_publisher).OrderBy(input => input.Priority)];
        if (_slate.Publication is not null) All = All.Add(_slate);
    }
}
