using Headrace.Server.Api.Stats;
using Headrace.Server.Stats;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;

namespace Headrace.Server.Api.Overview;

/// <summary>A stream in brief. Rates are those of the last ten seconds, as in its statistics.</summary>
/// <param name="Name">Its name.</param>
/// <param name="State"><c>connecting</c>, <c>active</c>, <c>inactive</c>, <c>paused</c> or <c>error</c>.</param>
/// <param name="Since">Since when it is in that state.</param>
/// <param name="LastError">What went wrong last, for people, or null.</param>
/// <param name="LastErrorCause">The same for programs, as of an input; or null.</param>
/// <param name="IsConfigured">True when the configuration names it: it exists also while nobody publishes.</param>
/// <param name="Publisher">Who publishes it, or null.</param>
/// <param name="Inputs">What takes turns to feed it, the best first.</param>
/// <param name="Forwards">Where it is sent of the server's own accord.</param>
/// <param name="Tracks">Its tracks.</param>
/// <param name="Readers">Viewers.</param>
/// <param name="LagMs">How far the viewer is behind who is furthest, or null.</param>
/// <param name="BitrateIn">Bits a second taken in.</param>
/// <param name="BitrateOut">Bits a second sent to viewers.</param>
/// <param name="FramesPerSecond">Pictures a second.</param>
/// <param name="GopLength">Pictures from key frame to key frame on average, 0 where none came.</param>
/// <param name="LossRate">Part of the packets that never came, 0 to 1.</param>
/// <param name="ErrorRate">Part of the pictures and audio frames that were not passed on, 0 to 1.</param>
/// <param name="Dropped">Pictures and audio frames that were not passed on since it began.</param>
/// <param name="BreaksLastHour">How often it broke off in the last hour.</param>
/// <param name="MemoryBytes">Bytes held for it.</param>
/// <param name="Pressure">How short its memory is: <c>normal</c>, <c>low</c>, <c>medium</c>, <c>high</c> or <c>critical</c>.</param>
internal sealed record StreamSummaryResource(
    string Name, string State, DateTime Since, string? LastError, string? LastErrorCause, bool IsConfigured, PublisherResource? Publisher, IReadOnlyList<InputResource> Inputs, IReadOnlyList<ForwardResource> Forwards,
    IReadOnlyList<TrackSummaryResource> Tracks, int Readers, double? LagMs, double BitrateIn, double BitrateOut, double FramesPerSecond, double GopLength, double LossRate, double ErrorRate,
    long Dropped, int BreaksLastHour, long MemoryBytes, string Pressure)
{
    internal static StreamSummaryResource Of(LiveStream stream, StreamRate rate, SessionRegistry sessions)
    {
        StreamSnapshot now = stream.Snapshot();
        return new StreamSummaryResource(
            now.Name, ApiWords.Of(now.State), now.Since.UtcDateTime, now.LastError, now.LastErrorCause is { } cause ? ApiWords.Of(cause) : null, now.IsConfigured, PublisherResource.Of(now.PublisherSession is { } id ? sessions.Find(id) : null),
            [.. now.Inputs.Select(InputResource.Of)], [.. now.Forwards.Select(ForwardResource.Of)], [.. stream.Tracks.Select(TrackSummaryResource.Of)],
            now.Readers, DurationResource.Milliseconds(now.Viewers.Lag), Math.Round(rate.BitrateIn), Math.Round(rate.BitrateOut), Math.Round(rate.FramesPerSecond, 2), Math.Round(rate.GopLength, 2),
            Math.Round(rate.LossRate, 6), Math.Round(rate.ErrorRate, 6), now.Tracks.Sum(track => track.Dropped), now.Stability.BreaksLastHour, now.MemoryUsed, ApiWords.Of(stream.Pressure.Level));
    }
}
