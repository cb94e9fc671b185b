using Headrace.Streaming.Sessions;

namespace Headrace.Streaming.Figures;

/// <summary>What is worst among a stream's viewers.</summary>
/// <param name="Count">Viewers.</param>
/// <param name="Lag">How far the one is behind who is furthest; null where none reads a ring of his own.</param>
/// <param name="FractionLost">Greatest part of packets lost, 0 to 1; null where none reports it.</param>
/// <param name="Jitter">Greatest jitter that one reports, or null.</param>
/// <param name="RoundTrip">Longest time to a viewer and back, or null.</param>
public sealed record ViewerFigures(int Count, TimeSpan? Lag, double? FractionLost, TimeSpan? Jitter, TimeSpan? RoundTrip)
{
    internal static ViewerFigures Of(IReadOnlyCollection<Session> viewers)
    {
        ReceptionQuality[] reports = [.. viewers.Select(viewer => viewer.Quality).OfType<ReceptionQuality>()];
        return new ViewerFigures(
            viewers.Count, viewers.Max(viewer => viewer.Lag), reports.Max(report => (double?)report.FractionLost), reports.Max(report => (TimeSpan?)report.Jitter), reports.Max(report => report.RoundTrip));
    }
}
