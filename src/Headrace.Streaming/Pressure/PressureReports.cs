using Headrace.Streaming.Events;
using Headrace.Streaming.Limits;
using Microsoft.Extensions.Logging;

namespace Headrace.Streaming.Pressure;

/// <summary>Where changes of pressure are told: the log and the events. Levels hold for a while, so that a stream has a line a second at most. Thread-safe.</summary>
internal sealed class PressureReports(EventHub events, TimeProvider clock, ILogger logger)
{
    private const string Server = "the server";

    private readonly LineThrottle _refusals = new(clock);

    /// <summary>Tells a change.</summary>
    public void Tell(in PressureChange change)
    {
        string scope = change.Stream ?? Server;
        string actions = Describe(change);
        if (change.To > change.From) PressureLog.Rose(logger, scope, change.From, change.To, change.Used, change.Limit, actions);
        else PressureLog.Fell(logger, scope, change.From, change.To, change.Used, change.Limit, actions);
        events.Publish(new PressureChanged(change.Stream, change.Stream is null ? "global" : "stream", change.From.ToString().ToLowerInvariant(), change.To.ToString().ToLowerInvariant()));
    }

    /// <summary>Tells that somebody was refused, at most once a second.</summary>
    public void TellRefused(string who)
    {
        if (_refusals.Passes(out int others)) PressureLog.Refused(logger, who, others);
    }

    /// <summary>What is done at the level, in words.</summary>
    private static string Describe(in PressureChange change) => change.To switch
    {
        PressureLevel.Low => "fewer groups of pictures are held",
        PressureLevel.Medium => "one group of pictures is held, and new viewers are refused",
        PressureLevel.High => "as at medium, and pictures that no other needs are dropped",
        PressureLevel.Critical when change.Stream is null => "streams that hold more than their share keep key frames only, and new streams are refused",
        PressureLevel.Critical => "of each group of pictures only the key frame is taken in",
        _ => "nothing is held back any more",
    };
}
