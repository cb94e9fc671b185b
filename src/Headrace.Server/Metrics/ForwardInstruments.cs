using System.Diagnostics.Metrics;
using Headrace.Streaming.Forwarding;

namespace Headrace.Server.Metrics;

/// <summary>Figures of the targets that streams are forwarded to. Names follow OpenTelemetry.</summary>
internal sealed class ForwardInstruments
{
    private readonly ServerFigures _figures;

    /// <summary>Makes them.</summary>
    internal ForwardInstruments(Meter meter, ServerFigures figures)
    {
        _figures = figures;
        meter.CreateObservableGauge("headrace.forward.active", () => Each(forward => forward.State == ForwardState.Forwarding ? 1 : 0), null, "1 while media goes to a target, by stream and target.");
        meter.CreateObservableCounter("headrace.forward.sent", () => Each(forward => forward.BytesSent), "By", "Bytes sent to a target.");
        meter.CreateObservableCounter("headrace.forward.skips", () => Each(forward => forward.Skips), null, "How often a target fell behind and went on at a later key frame.");
        meter.CreateObservableCounter("headrace.forward.dropped", () => Each(forward => forward.Lost), null, "Pictures, with the sound beside them, that a target lost by that.");
        meter.CreateObservableGauge("headrace.forward.tries", () => Each(forward => forward.Tries), null, "Tries since media went to a target last.");
    }

    private IEnumerable<Measurement<long>> Each(Func<ForwardSnapshot, long> get) =>
        from figures in _figures.Current.Streams
        from forward in figures.Stream.Forwards
        select new Measurement<long>(get(forward), new("stream", figures.Stream.Name), new("target", forward.Url));
}
