namespace Headrace.Manifests.Hls.Client;

/// <summary>The counts behind <see cref="HlsClientFigures"/>.</summary>
internal sealed class HlsClientCounts
{
    public long Playlists { get; set; }

    public long Segments { get; set; }

    public long Retries { get; set; }

    public long Skipped { get; set; }

    public long Missed { get; set; }

    public long Restarts { get; set; }

    public long Discontinuities { get; set; }

    public HlsClientFigures Figures => new(Playlists, Segments, Retries, Skipped, Missed, Restarts, Discontinuities);
}
