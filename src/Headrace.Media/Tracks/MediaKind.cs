namespace Headrace.Media.Tracks;

/// <summary>What a track carries.</summary>
public enum MediaKind
{
    /// <summary>Pictures.</summary>
    Video,

    /// <summary>Sound.</summary>
    Audio,

    /// <summary>Anything else that is timed.</summary>
    Data,
}
