namespace Headrace.Server.Configuration.Options;

/// <summary>What holds for one stream: an entry of <c>streams</c>, on top of <c>defaults</c>, <c>hls</c> and <c>buffers</c>.</summary>
internal sealed record StreamOptions
{
    /// <summary>Where the media comes from.</summary>
    public StreamSource Source { get; init; } = new(StreamSourceKind.Publisher);

    /// <summary>How long viewers wait for a publisher that has gone.</summary>
    public TimeSpan PublisherGrace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A new publisher takes the place of the one that is there.</summary>
    public bool OverridePublisher { get; init; } = true;

    /// <summary>Greatest number of viewers; 0: no limit.</summary>
    public int MaxReaders { get; init; }

    /// <summary>HLS of this stream.</summary>
    public HlsOptions Hls { get; init; } = new();

    /// <summary>Buffers of this stream.</summary>
    public BufferOptions Buffers { get; init; } = new();
}
