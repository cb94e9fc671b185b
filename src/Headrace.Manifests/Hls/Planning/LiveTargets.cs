namespace Headrace.Manifests.Hls.Planning;

/// <summary>
/// The distances that all media playlists of one stream announce, the same in each (RFC 8216bis, 6.2.4) and frozen for the stream's life.
/// </summary>
/// <param name="TargetDuration">TARGETDURATION in seconds.</param>
/// <param name="HoldBack">HOLD-BACK: three TARGETDURATIONs.</param>
/// <param name="PartHoldBack">PART-HOLD-BACK: three times the greatest PART-TARGET of all renditions; null without parts.</param>
/// <param name="CanSkipUntil">CAN-SKIP-UNTIL: six TARGETDURATIONs; null where the window is so short that nothing could ever be skipped.</param>
public sealed record LiveTargets(int TargetDuration, TimeSpan HoldBack, TimeSpan? PartHoldBack, TimeSpan? CanSkipUntil)
{
    private const int HoldBackFactor = 3;
    private const int SkipFactor = 6;

    /// <summary>The distances for a stream.</summary>
    /// <param name="targetDuration">TARGETDURATION in seconds.</param>
    /// <param name="greatestPartTarget">The greatest PART-TARGET of its renditions; null without parts.</param>
    /// <param name="window">What a playlist lasts when its window is full.</param>
    public static LiveTargets For(int targetDuration, TimeSpan? greatestPartTarget, TimeSpan window)
    {
        TimeSpan target = TimeSpan.FromSeconds(targetDuration);
        // The oldest segment is skippable only when all of it lies beyond the boundary.
        TimeSpan? skip = window > (SkipFactor + 1) * target ? SkipFactor * target : null;
        return new LiveTargets(targetDuration, HoldBackFactor * target, HoldBackFactor * greatestPartTarget, skip);
    }

    /// <summary>As EXT-X-SERVER-CONTROL says it; reloads can block.</summary>
    public ServerControl ToServerControl() => new(true, PartHoldBack, HoldBack, CanSkipUntil);
}
