using System.Collections.Immutable;
using Headrace.Streaming.Paths;

namespace Headrace.Server.Configuration.Options;

/// <summary>Everything that can be configured: an immutable snapshot, replaced whole.</summary>
internal sealed record HeadraceOptions
{
    /// <summary>Directory of what the server keeps over restarts.</summary>
    public string State { get; init; } = "./headrace-state";

    /// <summary>Section <c>log</c>.</summary>
    public LogOptions Log { get; init; } = new();

    /// <summary>Section <c>http</c>.</summary>
    public HttpOptions Http { get; init; } = new();

    /// <summary>Section <c>rtsp</c>.</summary>
    public RtspOptions Rtsp { get; init; } = new();

    /// <summary>Section <c>hls</c>.</summary>
    public HlsOptions Hls { get; init; } = new();

    /// <summary>Section <c>limits</c>.</summary>
    public LimitOptions Limits { get; init; } = new();

    /// <summary>Section <c>buffers</c>.</summary>
    public BufferOptions Buffers { get; init; } = new();

    /// <summary>Section <c>defaults</c>, with <see cref="Hls"/> and <see cref="Buffers"/> in their places: what holds for streams that are not named.</summary>
    public StreamOptions Defaults { get; init; } = new();

    /// <summary>Section <c>streams</c>: each entry complete, whatever it was inherited from.</summary>
    public ImmutableDictionary<StreamName, StreamOptions> Streams { get; init; } = ImmutableDictionary<StreamName, StreamOptions>.Empty;

    /// <summary>What holds for the stream of this name.</summary>
    public StreamOptions StreamOf(StreamName name) => Streams.GetValueOrDefault(name, Defaults);
}
