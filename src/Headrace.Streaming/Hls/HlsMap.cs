using Headrace.Media.Tracks;

namespace Headrace.Streaming.Hls;

/// <summary>An init segment.</summary>
/// <param name="Number">Its number in the rendition.</param>
/// <param name="Track">The track that it describes.</param>
/// <param name="Bytes">Its bytes.</param>
public sealed record HlsMap(int Number, Track Track, ReadOnlyMemory<byte> Bytes);
