using System.Collections.Immutable;
using Headrace.Media.Buffers;
using Headrace.Media.Timeline;
using Headrace.Media.Timing;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.Files;

/// <summary>
/// Publishes media that is there already as if it came live: each unit at its time, pass behind pass on one line. It reads as far ahead as <see cref="PacedUnits"/> says and then no further,
/// so that whoever sends waits. Tracks that become others go on as another publication.
/// </summary>
internal sealed class PacedPlayer(StreamRegistry streams, SourceSession session, TimeProvider clock, ILogger logger) : IMediaUnitSink, IDisposable
{
    /// <summary>Things left out that are told; further ones are not.</summary>
    public const int MaxOmissions = 32;

    private const int LongestWait = 60_000;

    private readonly PassClock _line = new();
    private readonly PacedUnits _units = new();
    private readonly JoinPoints _joins = new();
    private readonly HashSet<string> _omitted = [];
    private ImmutableArray<AnnouncedTrack> _tracks = [];
    private Publication? _publication;
    private MonotonicTime _begin = MonotonicTime.Never;
    private long _first;
    private bool _mayJump;
    private string? _refusal;

    /// <summary>When the first unit was published; <see cref="MonotonicTime.Never"/> before.</summary>
    public MonotonicTime FirstMedia => _begin;

    /// <summary>Passes that have been read to their end.</summary>
    public long Passes { get; private set; }

    /// <summary>Opens what is played; asked again for each pass.</summary>
    /// <param name="sink">Takes what is read.</param>
    /// <param name="mayJump">Whether its clock may jump.</param>
    /// <param name="fault">Why it cannot be.</param>
    public delegate IMediaPass? Opening(IMediaUnitSink sink, out bool mayJump, out string? fault);

    /// <summary>Plays until something stands in the way, or for one pass; says why it ended, in one clause.</summary>
    /// <param name="open">Opens what is played.</param>
    /// <param name="loops">True to begin again at each end.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<string> PlayAsync(Opening open, bool loops, CancellationToken cancellation)
    {
        while (true)
        {
            _joins.Begin();
            _line.BeginPass();
            using IMediaPass? pass = open(this, out _mayJump, out string? fault);
            if (pass is null) return await DrainAsync(fault!, cancellation).ConfigureAwait(false);
            bool goesOn = true;
            while (goesOn)
            {
                while (goesOn && !_units.IsFilled) goesOn = await pass.StepAsync(cancellation).ConfigureAwait(false) && _refusal is null;
                if (goesOn) await PublishNextAsync(cancellation).ConfigureAwait(false);
            }

            fault = _refusal ?? pass.Fault;
            if (fault is null && !_line.TryEndPass()) fault = "it has no media that can be used" + string.Concat(_omitted.Take(3).Select(static what => $"; {what}"));
            if (fault is not null) return await DrainAsync(fault, cancellation).ConfigureAwait(false);
            Passes++;
            if (!loops) return await DrainAsync("it has come to its end", cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Ends the publication; what waits is dropped.</summary>
    public void Dispose()
    {
        _units.Dispose();
        _publication?.End();
        _publication = null;
    }

    bool IMediaUnitSink.TryBegin(ImmutableArray<AnnouncedTrack> tracks, out MemoryAccount? account)
    {
        account = null;
        _line.BeginTracks([.. tracks.Select(static track => track.InputClockRate)]);
        if (_publication is null || !tracks.Select(KindOf).SequenceEqual(_tracks.Select(KindOf)))
        {
            // What waits belongs to the tracks before.
            while (_publication is not null && _units.TryPeek(out _)) Publish(_units.Take());
            _publication?.End();
            PublishRefusal refusal = streams.TryPublish(session.StreamName!, tracks, session, out _publication);
            if (refusal != PublishRefusal.None)
            {
                _refusal = refusal.ToFault();
                return false;
            }

            string words = string.Join(", ", tracks.Select(static track => track.Format?.Description ?? track.Codec.DisplayName));
            FileLog.Plays(logger, session.StreamName, session.Remote, words);
        }

        _tracks = tracks;
        account = _publication!.Memory;
        return true;
    }

    void IMediaUnitSink.OnUnit(in MediaUnit unit)
    {
        if (_publication is null || _joins.LeavesOut(unit))
        {
            unit.Unit.Payload.Release();
            return;
        }

        long time = _line.Place(unit, _mayJump, out MediaUnit placed);
        _units.Add(placed, time);
    }

    void IMediaUnitSink.OnOmitted(string what)
    {
        if (_omitted.Count < MaxOmissions && _omitted.Add(what)) FileLog.Omitted(logger, session.StreamName, session.Remote, what);
    }

    private static (object Codec, int Rate) KindOf(AnnouncedTrack track) => (track.Codec, track.InputClockRate);

    private async Task<string> DrainAsync(string fault, CancellationToken cancellation)
    {
        while (_units.TryPeek(out _)) await PublishNextAsync(cancellation).ConfigureAwait(false);
        return fault;
    }

    private async ValueTask PublishNextAsync(CancellationToken cancellation)
    {
        if (!_units.TryPeek(out long time)) return;
        MonotonicTime now = MonotonicTime.Now(clock);
        if (_begin == MonotonicTime.Never) (_begin, _first) = (now, time);
        MonotonicTime due = new(_begin.Nanoseconds + time - _first);
        cancellation.ThrowIfCancellationRequested();
        if (due - now is var early && early > TimeSpan.Zero)
        {
            // In whole milliseconds, as timers count; and what a file says may be further away than a timer reaches.
            for (long left = (long)Math.Ceiling(early.TotalMilliseconds); left > 0; left -= LongestWait) await Task.Delay(TimeSpan.FromMilliseconds(Math.Min(left, LongestWait)), clock, cancellation).ConfigureAwait(false);
        }

        Publish(_units.Take());
    }

    private void Publish(in MediaUnit unit)
    {
        session.Count(unit.Unit.Payload.Length);
        _publication!.Publish(unit.Track, new InputTimestamps(unit.Presentation, unit.Decode), MonotonicTime.Now(clock), unit.Unit);
    }
}
