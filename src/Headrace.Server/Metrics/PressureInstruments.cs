using System.Diagnostics.Metrics;
using Headrace.Streaming.Streams;

namespace Headrace.Server.Metrics;

/// <summary>The instruments of memory by stream, by their names.</summary>
internal sealed class PressureInstruments
{
    private readonly StreamRegistry _streams;

    /// <summary>Makes them.</summary>
    internal PressureInstruments(Meter meter, StreamRegistry streams)
    {
        _streams = streams;
        meter.CreateObservableGauge("headrace.stream.memory.owners", Owners, "By", "Media held by what it is held for, by stream.");
        meter.CreateObservableGauge("headrace.stream.pressure", () => All(stream => (int)stream.Pressure.Level), null, "How short its memory is: 0 normal, 1 low, 2 medium, 3 high, 4 critical.");
        meter.CreateObservableCounter("headrace.stream.pressure.dropped", Drops, null, "What was not taken in for it, by kind.");
        meter.CreateObservableCounter("headrace.stream.withheld", () => All(stream => stream.Bandwidth.Withheld), null, "Pictures withheld from viewers because the stream had sent as much as it may.");
        meter.CreateObservableCounter("headrace.stream.viewers.refused", () => All(stream => stream.Pressure.ViewersRefused), null, "Viewers refused because its memory was short.");
    }

    private IEnumerable<Measurement<long>> All(Func<LiveStream, long> get) => _streams.All.Select(stream => new Measurement<long>(get(stream), Tag("stream", stream.Name)));

    private IEnumerable<Measurement<long>> Owners() =>
        from stream in _streams.All
        from owner in stream.Memory.Owners
        select new Measurement<long>(owner.Used, Tag("stream", stream.Name), Tag("owner", owner.Name));

    private IEnumerable<Measurement<long>> Drops() =>
        from stream in _streams.All
        let drops = stream.PressureDrops
        from dropped in new[] { ("disposable", drops.Disposable), ("picture", drops.Pictures), ("sound", drops.Sounds) }
        select new Measurement<long>(dropped.Item2, Tag("stream", stream.Name), Tag("kind", dropped.Item1));

    private static KeyValuePair<string, object?> Tag(string name, object value) => new(name, value);
}
