using Headrace.Manifests.Hls.Client;
using Headrace.Media.Buffers;

namespace Headrace.Endpoints.Hls.Pull;

/// <summary>A segment that has come, decrypted, with what it needs to be read. The holder owns its bytes.</summary>
/// <param name="Fetch">What was asked for.</param>
/// <param name="Bytes">Its bytes; one reference.</param>
/// <param name="Init">Its initialization section; empty where it has none. The same array for the same one.</param>
internal sealed record FetchedSegment(SegmentFetch Fetch, MediaBuffer Bytes, ReadOnlyMemory<byte> Init);
