namespace Headrace.Manifests.Hls;

/// <summary>Where another rendition's playlist stands (EXT-X-RENDITION-REPORT; RFC 8216bis, 4.4.5.4).</summary>
/// <param name="Uri">That playlist, relative to this one.</param>
/// <param name="LastMediaSequence">Media sequence number of its last segment or part; null where left out (the same as this playlist's).</param>
/// <param name="LastPart">Index of its last part in that segment; null where left out or without parts.</param>
public sealed record RenditionReport(string Uri, long? LastMediaSequence, int? LastPart);
