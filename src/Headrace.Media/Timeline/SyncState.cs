namespace Headrace.Media.Timeline;

/// <summary>How a track stands against its stream's clock.</summary>
public enum SyncState
{
    /// <summary>Too little is known.</summary>
    Unknown,

    /// <summary>Where it belongs.</summary>
    Synced,

    /// <summary>Off by less than the threshold, and slewed back.</summary>
    Drifting,

    /// <summary>Off by more than the threshold, or on its way to another manual offset.</summary>
    Correcting,
}
