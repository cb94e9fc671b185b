using Headrace.Media.Timeline;

namespace Headrace.Server.Api.Sync;

/// <summary>How much faster than the server's a sender's clock runs, in millionths; slower ones are negative.</summary>
/// <param name="CurrentPpm">Over the last two minutes.</param>
/// <param name="LeastPpm">Least that was measured.</param>
/// <param name="GreatestPpm">Greatest that was measured.</param>
/// <param name="MeanPpm">Mean of what was measured.</param>
internal sealed record DriftResource(double CurrentPpm, double LeastPpm, double GreatestPpm, double MeanPpm)
{
    internal static DriftResource? Of(DriftRate? rate) =>
        rate is { } r ? new DriftResource(Math.Round(r.Current, 1), Math.Round(r.Least, 1), Math.Round(r.Greatest, 1), Math.Round(r.Mean, 1)) : null;
}
