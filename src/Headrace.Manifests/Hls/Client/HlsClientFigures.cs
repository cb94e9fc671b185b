namespace Headrace.Manifests.Hls.Client;

/// <summary>What a client has counted, over all renditions.</summary>
/// <param name="Playlists">Playlists that were read.</param>
/// <param name="Segments">Segments, or parts, that were fetched.</param>
/// <param name="Retries">Segments that were asked for again.</param>
/// <param name="Skipped">Segments that could not be had, or are gaps by the playlist.</param>
/// <param name="Missed">Segments that left the playlist before they were asked for.</param>
/// <param name="Restarts">Times that the server began its numbers anew.</param>
/// <param name="Discontinuities">Discontinuities that the playlists named.</param>
public readonly record struct HlsClientFigures(long Playlists, long Segments, long Retries, long Skipped, long Missed, long Restarts, long Discontinuities)
{
    /// <summary>What was counted since other figures of the same client.</summary>
    public HlsClientFigures Since(in HlsClientFigures before) => new(
        Playlists - before.Playlists, Segments - before.Segments, Retries - before.Retries, Skipped - before.Skipped, Missed - before.Missed, Restarts - before.Restarts, Discontinuities - before.Discontinuities);

    /// <inheritdoc/>
    public override string ToString() => ClientClauses.Say($"{Segments} segments came, {Retries} were asked for again, {Skipped} could not be had, {Missed} left the playlist before; the numbers began anew {Restarts} times");
}
