using Headrace.Manifests.Hls;

namespace Headrace.Server.Commands.CheckPlaylist;

/// <summary>A piece of media to fetch.</summary>
/// <param name="Url">Its absolute URL.</param>
/// <param name="Range">The range of it; null: all.</param>
/// <param name="MapUrl">Where its initialization section is; null without one.</param>
/// <param name="MapRange">The range of that; null: all.</param>
internal sealed record MediaRequest(string Url, ByteRange? Range, string? MapUrl, ByteRange? MapRange);
