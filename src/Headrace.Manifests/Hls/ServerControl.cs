namespace Headrace.Manifests.Hls;

/// <summary>What the server offers and recommends (EXT-X-SERVER-CONTROL; RFC 8216bis, 4.4.3.8). All of it is frozen for a playlist's life.</summary>
/// <param name="CanBlockReload">Whether a reload may wait for a segment or part to come.</param>
/// <param name="PartHoldBack">Recommended distance from the end in low-latency mode.</param>
/// <param name="HoldBack">Recommended distance from the end otherwise; null: three target durations.</param>
/// <param name="CanSkipUntil">The skip boundary; null: no delta updates.</param>
/// <param name="CanSkipDateRanges">Whether delta updates may leave old date ranges out.</param>
public sealed record ServerControl(
    bool CanBlockReload = false,
    TimeSpan? PartHoldBack = null,
    TimeSpan? HoldBack = null,
    TimeSpan? CanSkipUntil = null,
    bool CanSkipDateRanges = false);
