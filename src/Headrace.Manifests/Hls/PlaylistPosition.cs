namespace Headrace.Manifests.Hls;

/// <summary>A place in a live playlist, as delivery directives and rendition reports name it (RFC 8216bis, 6.2.5.2).</summary>
/// <param name="MediaSequence">Media sequence number of a segment; -1 before any.</param>
/// <param name="Part">Index of a part in it; null: all of it, or no parts are listed.</param>
public readonly record struct PlaylistPosition(long MediaSequence, int? Part);
