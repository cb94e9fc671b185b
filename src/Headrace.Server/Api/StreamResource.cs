using Headrace.Streaming.Streams;

namespace Headrace.Server.Api;

/// <summary>A stream.</summary>
/// <param name="Name">Its name.</param>
/// <param name="State"><c>connecting</c>, <c>active</c>, <c>inactive</c>, <c>paused</c> or <c>error</c>.</param>
/// <param name="Since">Since when it is in that state.</param>
/// <param name="LastError">What went wrong last, or null.</param>
/// <param name="IsConfigured">True when the configuration names it: it exists also while nobody publishes.</param>
/// <param name="Publisher">Session of who publishes it, or null.</param>
/// <param name="Readers">Viewers.</param>
/// <param name="Branches">Forms in which it is made ready for viewers.</param>
/// <param name="BytesIn">Bytes of media taken in.</param>
/// <param name="MemoryBytes">Bytes held for it.</param>
/// <param name="GopsHeld">Groups of pictures held.</param>
/// <param name="Tracks">Its tracks.</param>
/// <param name="Timeline">What its timeline met.</param>
internal sealed record StreamResource(
    string Name, string State, DateTime Since, string? LastError, bool IsConfigured, Guid? Publisher, int Readers, int Branches, long BytesIn, long MemoryBytes, int GopsHeld,
    IReadOnlyList<TrackResource> Tracks, TimelineResource Timeline)
{
    internal static StreamResource Of(LiveStream stream)
    {
        StreamSnapshot now = stream.Snapshot();
        return new StreamResource(
            now.Name, ApiWords.Of(now.State), now.Since.UtcDateTime, now.LastError, now.IsConfigured, now.PublisherSession, now.Readers, now.Branches, now.BytesIn, now.MemoryUsed,
            now.GopsHeld, [.. now.Tracks.Select(TrackResource.Of)], TimelineResource.Of(stream.TimelineCounters));
    }
}
