using Headrace.Media.Timing;

namespace Headrace.Manifests.Hls.Checking;

/// <summary>One full state of a media playlist, as the rules see it: delta updates are already applied.</summary>
/// <param name="Track">What is known of the playlist.</param>
/// <param name="Before">The state before; null at first.</param>
/// <param name="BeforeAt">When that one arrived.</param>
/// <param name="Now">The new state.</param>
/// <param name="Target">What was asked for.</param>
/// <param name="RequestedAt">When the request left.</param>
/// <param name="Options">What is tolerated.</param>
/// <param name="Reporter">Takes findings; its time is when the answer arrived.</param>
internal sealed record Reload(
    MediaPlaylistTrack Track,
    MediaPlaylist? Before,
    MonotonicTime BeforeAt,
    MediaPlaylist Now,
    RequestTarget Target,
    MonotonicTime RequestedAt,
    CheckerOptions Options,
    Reporter Reporter)
{
    /// <summary>TARGETDURATION.</summary>
    public TimeSpan TargetDuration => TimeSpan.FromSeconds(Now.TargetDuration);

    /// <summary>What the parts behind the last complete segment last.</summary>
    public TimeSpan OpenDuration => Now.Open?.Duration ?? TimeSpan.Zero;

    /// <summary>Whether parts are in use.</summary>
    public bool IsLowLatency => Now.PartTarget is not null;
}
