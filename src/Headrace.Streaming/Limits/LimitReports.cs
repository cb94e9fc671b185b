using System.Collections.Concurrent;
using Headrace.Streaming.Events;
using Headrace.Transport.Tcp;
using Microsoft.Extensions.Logging;

namespace Headrace.Streaming.Limits;

/// <summary>Where it is told that a limit was reached: each time counts; a line and an event are written at most once a second a limit. Thread-safe.</summary>
public sealed class LimitReports(EventHub events, TimeProvider clock, ILogger logger)
{
    private readonly ConcurrentDictionary<string, Reported> _limits = new(StringComparer.Ordinal);

    /// <summary>How often each limit was reached, by its key. Limits that never were are left out.</summary>
    public IEnumerable<KeyValuePair<string, long>> Counts => _limits.Select(limit => KeyValuePair.Create(limit.Key, Interlocked.Read(ref limit.Value.Count)));

    /// <summary>Tells that a limit was reached.</summary>
    /// <param name="limit">Its key, one of <see cref="LimitKeys"/>.</param>
    /// <param name="value">Its value.</param>
    /// <param name="stream">The stream that it concerns, or null.</param>
    /// <param name="effect">Who was refused, or what is done.</param>
    public void Tell(string limit, long value, string? stream, string effect)
    {
        Reported reported = _limits.GetOrAdd(limit, static (_, time) => new Reported(new LineThrottle(time)), clock);
        Interlocked.Increment(ref reported.Count);
        if (!reported.Lines.Passes(out int others)) return;
        LimitLog.Reached(logger, limit, value, effect, others);
        events.Publish(new LimitReached(stream, limit, value));
    }

    /// <summary>Tells of the connections that are refused.</summary>
    public void Follow(ConnectionAdmission admission) => admission.OnRefused = (refusal, address) =>
    {
        ConnectionLimits limits = admission.Limits;
        if (refusal == ConnectionRefusal.Rate) Tell(LimitKeys.ConnectionRate, (long)limits.RatePerSecond, null, $"a connection from {address} was refused");
        else Tell(LimitKeys.Connections, limits.MaxConnections, null, refusal == ConnectionRefusal.Evicted ? $"the oldest connection that had said nothing made room for one from {address}" : $"a connection from {address} was refused");
    };

    private sealed class Reported(LineThrottle lines)
    {
        public long Count;

        public LineThrottle Lines { get; } = lines;
    }
}
