using System.Diagnostics.Metrics;
using Headrace.Endpoints.Srt;
using Headrace.Server.Api;
using Headrace.Streaming.Sessions;

namespace Headrace.Server.Metrics;

/// <summary>The instruments of SRT, by their names.</summary>
internal sealed class SrtInstruments
{
    private readonly SrtTotals _totals;
    private readonly ServerFigures _figures;

    /// <summary>Makes them.</summary>
    internal SrtInstruments(Meter meter, SrtTotals totals, ServerFigures figures)
    {
        _totals = totals;
        _figures = figures;
        meter.CreateObservableCounter("headrace.srt.packets", () => Counts(counts => counts.Packets), null, "Packets sent to viewers and received from publishers, by role.");
        meter.CreateObservableCounter("headrace.srt.packets.lost", () => Counts(counts => counts.Lost), null, "Packets that were missing at first, by role.");
        meter.CreateObservableCounter("headrace.srt.packets.retransmitted", () => Counts(counts => counts.Retransmitted), null, "Packets sent again, by role.");
        meter.CreateObservableCounter("headrace.srt.packets.dropped", () => Counts(counts => counts.Dropped), null, "Packets that came, or went, too late to be used, by role.");
        meter.CreateObservableCounter("headrace.srt.refused", Refused, null, "Callers refused, by the code that they were told.");
        meter.CreateObservableGauge("headrace.srt.round_trip", () => Worst(link => link.RoundTrip.TotalSeconds, Math.Max), "s", "The longest round trip, by stream and role.");
        meter.CreateObservableGauge("headrace.srt.rate", () => Worst(link => link.Rate / 8.0, static (a, b) => a + b), "By/s", "Bytes a second, retransmissions included, by stream and role.");
        meter.CreateObservableGauge("headrace.srt.bandwidth", () => Worst(link => link.Bandwidth / 8.0, Math.Min), "By/s", "What the narrowest link is estimated to carry, by stream and role.");
    }

    private IEnumerable<Measurement<long>> Counts(Func<LinkCounts, long> get) => _totals.Counts.Select(counts => new Measurement<long>(get(counts.Value), Tag("role", ApiWords.Of(counts.Key))));

    private IEnumerable<Measurement<long>> Refused() => _totals.Refused.Select(refused => new Measurement<long>(refused.Value, Tag("code", (int)refused.Key)));

    private IEnumerable<Measurement<double>> Worst(Func<LinkFigures, double> get, Func<double, double, double> worse) =>
        from session in _figures.Current.Sessions
        let link = session.Link
        where link is not null && session.StreamName is not null
        group get(link) by (session.StreamName, session.Role) into links
        select new Measurement<double>(links.Aggregate(worse), Tag("stream", links.Key.StreamName), Tag("role", ApiWords.Of(links.Key.Role)));

    private static KeyValuePair<string, object?> Tag(string name, object value) => new(name, value);
}
