using System.Diagnostics.CodeAnalysis;

namespace Headrace.Streaming.Events;

/// <summary>One listener's place in the history of a hub. It holds nothing: it may be left at any time. Not thread-safe.</summary>
public sealed class EventListener
{
    private readonly EventHub _hub;
    private long _next;

    internal EventListener(EventHub hub, long next)
    {
        _hub = hub;
        _next = next;
    }

    /// <summary>True when nothing more will come.</summary>
    public bool IsAtEnd => _hub.IsCompleted && _next >= _hub.Next;

    /// <summary>Completes with the next event or the end. Take it before <see cref="TryRead"/>.</summary>
    public Task NextChange() => _hub.NextChange();

    /// <summary>The next event, or an <see cref="EventsMissed"/> where some are gone; false when there is none now.</summary>
    public bool TryRead([NotNullWhen(true)] out MediaEvent? happened)
    {
        happened = _hub.Take(ref _next);
        return happened is not null;
    }
}
