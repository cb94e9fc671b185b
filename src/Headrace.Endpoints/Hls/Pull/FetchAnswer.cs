using Headrace.Endpoints.Http;
using Headrace.Manifests.Hls.Client;
using Headrace.Media.Buffers;
using Headrace.Streaming.Supervision;

namespace Headrace.Endpoints.Hls.Pull;

/// <summary>What came of a fetch. The holder owns its bytes.</summary>
/// <param name="Fetch">What was asked for.</param>
internal sealed record FetchAnswer(HlsFetch Fetch)
{
    /// <summary>Why it has not come; null where it has.</summary>
    public HlsFetchFault? Fault { get; init; }

    /// <summary>The kind of that.</summary>
    public SourceCause Cause { get; init; }

    /// <summary>Where it came from, after redirections; null where it has not.</summary>
    public HttpLocation? Location { get; init; }

    /// <summary>Its bytes, decrypted; one reference.</summary>
    public MediaBuffer Bytes { get; init; }

    /// <summary>The initialization section of a segment; empty where it has none.</summary>
    public ReadOnlyMemory<byte> Init { get; init; }
}
