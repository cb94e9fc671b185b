using Headrace.Streaming.Streams;

namespace Headrace.Server.Configuration.Options;

/// <summary>What holds for one stream: an entry of <c>streams</c>, on top of <c>defaults</c>, <c>hls</c> and <c>buffers</c>.</summary>
internal sealed record StreamSettings
{
    /// <summary>Where the media comes from.</summary>
    public StreamSource Source { get; init; } = new(StreamSourceKind.Publisher);

    /// <summary>Where that may be; it follows from who named it.</summary>
    public SourceReach Reach { get; init; }

    /// <summary>How a source of its own is run.</summary>
    public PullSettings Pull { get; init; } = new();

    /// <summary>How it is taken in, held and handed out.</summary>
    public StreamOptions Options { get; init; } = new();
}
