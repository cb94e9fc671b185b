using System.Text.Json.Nodes;
using Headrace.Server.Configuration;
using Headrace.Server.Configuration.Options;
using Headrace.Server.Configuration.Schema;
using Headrace.Streaming.Paths;
using Headrace.Streaming.Streams;

namespace Headrace.Server.Api;

/// <summary>A stream.</summary>
/// <param name="Name">Its name.</param>
/// <param name="State"><c>connecting</c>, <c>active</c>, <c>inactive</c>, <c>paused</c> or <c>error</c>.</param>
/// <param name="Since">Since when it is in that state.</param>
/// <param name="LastError">What went wrong last, for people, or null.</param>
/// <param name="LastErrorCause">The same for programs, as of an input; or null.</param>
/// <param name="IsConfigured">True when the configuration names it: it exists also while nobody publishes.</param>
/// <param name="Publisher">Session of who publishes it, or null.</param>
/// <param name="Readers">Viewers.</param>
/// <param name="Branches">Forms in which it is made ready for viewers.</param>
/// <param name="Origin">Who named it: <c>file</c> (or the environment or the command line), <c>api</c>, or <c>publisher</c>.</param>
/// <param name="Settings">What holds for it, as the configuration file would have it.</param>
/// <param name="BytesIn">Bytes of media taken in.</param>
/// <param name="BytesOut">Bytes sent to viewers.</param>
/// <param name="MemoryBytes">Bytes held for it.</param>
/// <param name="GopsHeld">Groups of pictures held.</param>
/// <param name="Tracks">Its tracks.</param>
/// <param name="Timeline">What its timeline met.</param>
/// <param name="Inputs">What takes turns to feed it, the best first.</param>
/// <param name="Forwards">Where it is sent of the server's own accord.</param>
internal sealed record StreamResource(
    string Name, string State, DateTime Since, string? LastError, string? LastErrorCause, bool IsConfigured, Guid? Publisher, int Readers, int Branches, string Origin, JsonNode Settings,
    long BytesIn, long BytesOut, long MemoryBytes, int GopsHeld,
    IReadOnlyList<TrackResource> Tracks, TimelineResource Timeline, IReadOnlyList<InputResource> Inputs, IReadOnlyList<ForwardResource> Forwards)
{
    internal static StreamResource Of(LiveStream stream, LoadedConfiguration configuration)
    {
        StreamSnapshot now = stream.Snapshot();
        StreamName? name = StreamName.TryParse(now.Name, out StreamName? parsed, out _) ? parsed : null;
        StreamSettings settings = name is null ? configuration.Options.Defaults : configuration.Options.StreamOf(name);
        string origin = name is not null && configuration.Changes.Names(name) ? "api" : now.IsConfigured ? "file" : "publisher";
        return new StreamResource(
            now.Name, ApiWords.Of(now.State), now.Since.UtcDateTime, now.LastError, now.LastErrorCause is { } cause ? ApiWords.Of(cause) : null, now.IsConfigured, now.PublisherSession, now.Readers, now.Branches,
            origin, ConfigurationSchema.Stream.ToJson(settings, reveals: false), now.BytesIn, now.BytesOut, now.MemoryUsed,
            now.Ring.Gops, [.. now.Tracks.Select(track => TrackResource.Of(stream, track))], TimelineResource.Of(stream.TimelineCounters), [.. now.Inputs.Select(InputResource.Of)], [.. now.Forwards.Select(ForwardResource.Of)]);
    }
}
