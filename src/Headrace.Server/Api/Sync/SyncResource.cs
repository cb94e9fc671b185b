using System.Collections.Immutable;
using Headrace.Media.Timeline;
using Headrace.Streaming.Streams;

namespace Headrace.Server.Api.Sync;

/// <summary>How sound and picture of a stream are in time.</summary>
/// <param name="Name">The stream.</param>
/// <param name="State">The state of the track that is worst off; <c>unknown</c> while nobody publishes.</param>
/// <param name="ThresholdMs">Tracks that are off by more are being corrected.</param>
/// <param name="OffsetMs">The manual offset that was asked for: how much later sound is presented.</param>
/// <param name="Tracks">The tracks of the present publisher.</param>
internal sealed record SyncResource(string Name, string State, double ThresholdMs, double OffsetMs, IReadOnlyList<TrackSyncResource> Tracks)
{
    internal static SyncResource Of(LiveStream stream)
    {
        ImmutableArray<TrackSync> tracks = stream.Sync();
        SyncState state = tracks.IsEmpty || tracks.Any(track => track.State == SyncState.Unknown) ? SyncState.Unknown : tracks.Max(track => track.State);
        return new SyncResource(
            stream.Name, ApiWords.Of(state), stream.Options.SyncThreshold.TotalMilliseconds, stream.Options.SoundOffset.TotalMilliseconds, [.. tracks.Select(TrackSyncResource.Of)]);
    }
}
