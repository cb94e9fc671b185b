using System.Diagnostics.Metrics;
using Headrace.Media.Timeline;
using Headrace.Media.Tracks;
using Headrace.Server.Api;
using Headrace.Streaming.Figures;
using Headrace.Streaming.Streams;

namespace Headrace.Server.Metrics;

/// <summary>The instruments of streams and their tracks, by their names.</summary>
internal sealed class StreamInstruments
{
    private static readonly double[] Quantiles = [0.5, 0.95, 0.99];

    private readonly ServerFigures _figures;

    /// <summary>Makes them.</summary>
    internal StreamInstruments(Meter meter, ServerFigures figures)
    {
        _figures = figures;
        meter.CreateObservableGauge("headrace.streams", States, null, "Streams by state.");
        meter.CreateObservableCounter("headrace.stream.received", () => Streams(stream => stream.BytesIn), "By", "Bytes of media taken in, by stream.");
        meter.CreateObservableCounter("headrace.stream.sent", () => Streams(stream => stream.BytesOut), "By", "Bytes sent to viewers, by stream.");
        meter.CreateObservableGauge("headrace.stream.readers", () => Streams(stream => stream.Readers), null, "Viewers, by stream.");
        meter.CreateObservableGauge("headrace.stream.memory", () => Streams(stream => stream.MemoryUsed), "By", "Media held, by stream.");
        meter.CreateObservableGauge("headrace.stream.active", () => Streams(stream => stream.State == StreamState.Active ? 1 : 0), null, "1 while media flows, by stream.");
        meter.CreateObservableGauge("headrace.stream.ring.units", () => Streams(stream => stream.Ring.Units), null, "Pictures and audio frames held for viewers that join.");
        meter.CreateObservableGauge("headrace.stream.viewer.lag", () => Seconds(stream => stream.Viewers.Lag), "s", "How far the viewer furthest behind is behind.");
        meter.CreateObservableGauge("headrace.stream.viewer.round_trip", () => Seconds(stream => stream.Viewers.RoundTrip), "s", "Longest time to a viewer and back, where one tells it.");
        meter.CreateObservableCounter("headrace.stream.breaks", () => Streams(stream => stream.Stability.Breaks), null, "How often media broke off.");
        meter.CreateObservableCounter("headrace.stream.recovery_attempts", () => Streams(stream => stream.Stability.RecoveryAttempts), null, "Tries to publish again after a break.");
        meter.CreateObservableCounter("headrace.stream.recoveries", () => Streams(stream => stream.Stability.Recoveries), null, "How often media came back.");
        meter.CreateObservableGauge("headrace.stream.latency", () => Durations(figures => figures.Delays, delays => delays.Latency), "s", "From arrival to send, by the viewers' protocol, in the last ten seconds.");
        meter.CreateObservableGauge("headrace.stream.first_frame", () => Durations(figures => figures.Stream.Delays, delays => delays.FirstFrame), "s", "From the request to play to the first media, by the viewers' protocol.");
        meter.CreateObservableCounter("headrace.stream.ts_late_units", () => Counts(figures => figures.Hls.LateUnits + figures.Ts.LateUnits), null, "Units that were written into MPEG-TS behind their time.");
        meter.CreateObservableCounter("headrace.stream.ts_refused_units", () => Counts(figures => figures.Ts.RefusedUnits), null, "Units of its tracks that MPEG-TS has no place for.");
        meter.CreateObservableCounter("headrace.stream.hls_lost_files", () => Counts(figures => figures.Hls.LostFiles), null, "Files of HLS that could not be written.");
        meter.CreateObservableGauge("headrace.tracks", Codecs, null, "Tracks by kind and codec.");
        AddTracks(meter);
        meter.CreateObservableCounter("headrace.timeline.units", Timeline, null, "Units by how their time followed from the one before.");
        meter.CreateObservableCounter("headrace.timeline.causes", Causes, null, "What timelines met, by cause.");
    }

    private void AddTracks(Meter meter)
    {
        meter.CreateObservableCounter("headrace.track.units", () => Tracks(track => track.Units), null, "Pictures and audio frames passed on, by track.");
        meter.CreateObservableCounter("headrace.track.key_frames", () => Tracks(track => track.KeyFrames), null, "Random access points among them.");
        meter.CreateObservableCounter("headrace.track.pictures", Pictures, null, "Pictures passed on, by kind.");
        meter.CreateObservableCounter("headrace.track.damaged", () => Tracks(track => track.Damaged), null, "Units that came incomplete, by track.");
        meter.CreateObservableCounter("headrace.track.dropped", Drops, null, "Units that were not passed on, by track and reason.");
        meter.CreateObservableCounter("headrace.track.faults", Faults, null, "Packets and units that could not be made a unit of, by track and why.");
        meter.CreateObservableGauge("headrace.track.skew", () => Sync(track => track.Skew / 1e9), "s", "How much later a track lies than it should.");
        meter.CreateObservableGauge("headrace.track.drift", () => Sync(track => track.Drift?.Current), null, "How much faster than the server's its sender's clock runs, in millionths.");
        meter.CreateObservableCounter("headrace.track.packets", () => Transports(transport => transport.Packets), null, "Packets that came.");
        meter.CreateObservableCounter("headrace.track.packets.lost", () => Transports(transport => transport.Lost), null, "Packets that never came.");
        meter.CreateObservableCounter("headrace.track.packets.reordered", () => Transports(transport => transport.Reordered), null, "Packets that came behind a later one.");
        meter.CreateObservableGauge("headrace.track.packets.waiting", () => Transports(transport => transport.Waiting), null, "Packets that wait for others before them.");
        meter.CreateObservableGauge("headrace.track.jitter", () => Transports(transport => transport.Jitter.TotalSeconds), "s", "How unevenly packets come.");
    }

    private IEnumerable<Measurement<long>> States() =>
        Enum.GetValues<StreamState>().Select(state => new Measurement<long>(_figures.Current.Streams.Count(figures => figures.Stream.State == state), Tag("state", ApiWords.Of(state))));

    private IEnumerable<Measurement<long>> Streams(Func<StreamSnapshot, long> get) =>
        _figures.Current.Streams.Select(figures => new Measurement<long>(get(figures.Stream), Tag("stream", figures.Stream.Name)));

    private IEnumerable<Measurement<long>> Counts(Func<StreamFigures, long> get) =>
        _figures.Current.Streams.Select(figures => new Measurement<long>(get(figures), Tag("stream", figures.Stream.Name)));

    private IEnumerable<Measurement<double>> Seconds(Func<StreamSnapshot, TimeSpan?> get) =>
        from figures in _figures.Current.Streams
        let duration = get(figures.Stream)
        where duration is not null
        select new Measurement<double>(duration.Value.TotalSeconds, Tag("stream", figures.Stream.Name));

    private IEnumerable<Measurement<double>> Durations(Func<StreamFigures, IReadOnlyList<DelayCounts>> all, Func<DelayCounts, DurationCounts> get) =>
        from figures in _figures.Current.Streams
        from delays in all(figures)
        from quantile in Quantiles
        let duration = get(delays).Quantile(quantile)
        where duration is not null
        select new Measurement<double>(duration.Value.TotalSeconds, Tag("stream", figures.Stream.Name), Tag("protocol", delays.Protocol), Tag("quantile", quantile));

    private IEnumerable<Measurement<long>> Codecs() =>
        from count in _figures.Current.Streams.SelectMany(figures => figures.Stream.Tracks).CountBy(track => (track.Kind, track.Codec))
        select new Measurement<long>(count.Value, Tag("kind", ApiWords.Of(count.Key.Kind)), Tag("codec", count.Key.Codec));

    private IEnumerable<Measurement<long>> Tracks(Func<TrackSnapshot, long> get) => EachTrack().Select(each => new Measurement<long>(get(each.Track), Labels(each)));

    private IEnumerable<Measurement<long>> Pictures() =>
        from each in EachTrack()
        where each.Track.Kind == MediaKind.Video
        from picture in new[] { ("i", each.Track.Pictures.I), ("p", each.Track.Pictures.P), ("b", each.Track.Pictures.B) }
        select new Measurement<long>(picture.Item2, [.. Labels(each), Tag("picture", picture.Item1)]);

    private IEnumerable<Measurement<long>> Drops() =>
        from each in EachTrack()
        from drop in new[]
        {
            (DropReason.Damaged, each.Track.Drops.Damaged), (DropReason.MissingReference, each.Track.Drops.MissingReference),
            (DropReason.Leading, each.Track.Drops.Leading), (DropReason.Timeline, each.Track.Drops.Timeline), (DropReason.Pressure, each.Track.Drops.Pressure),
        }
        select new Measurement<long>(drop.Item2, [.. Labels(each), Tag("reason", ApiWords.Of(drop.Item1))]);

    private IEnumerable<Measurement<long>> Faults() =>
        from each in EachTrack()
        where each.Track.Transport.HasValue
        let faults = each.Track.Transport.GetValueOrDefault().Faults
        from fault in new[] { ("malformed", faults.Malformed), ("tooLarge", faults.TooLarge), ("tooManyNalUnits", faults.TooManyNalUnits), ("timedOut", faults.TimedOut) }
        select new Measurement<long>(fault.Item2, [.. Labels(each), Tag("fault", fault.Item1)]);

    private IEnumerable<Measurement<T>> Transports<T>(Func<TransportFigures, T> get)
        where T : struct =>
        from each in EachTrack()
        where each.Track.Transport.HasValue
        select new Measurement<T>(get(each.Track.Transport.GetValueOrDefault()), Labels(each));

    private IEnumerable<(string Stream, TrackSnapshot Track)> EachTrack() =>
        _figures.Current.Streams.SelectMany(figures => figures.Stream.Tracks, (figures, track) => (figures.Stream.Name, track));

    private IEnumerable<Measurement<double>> Sync(Func<TrackSync, double?> get) =>
        from figures in _figures.Current.Streams
        from track in figures.Sync
        where get(track) is not null
        select new Measurement<double>(get(track)!.Value, Tag("stream", figures.Stream.Name), Tag("track", track.TrackId), Tag("kind", ApiWords.Of(track.Kind)));

    private IEnumerable<Measurement<long>> Timeline() =>
        from figures in _figures.Current.Streams
        from step in new[]
        {
            ("continued", figures.Timeline.Continued), ("slewed", figures.Timeline.Slewed), ("gap", figures.Timeline.Gaps),
            ("discontinuity", figures.Timeline.Discontinuities), ("dropped", figures.Timeline.Dropped),
        }
        select new Measurement<long>(step.Item2, Tag("stream", figures.Stream.Name), Tag("step", step.Item1));

    private IEnumerable<Measurement<long>> Causes() =>
        from figures in _figures.Current.Streams
        from cause in Enum.GetValues<TimelineCause>()
        where figures.Timeline[cause] > 0
        select new Measurement<long>(figures.Timeline[cause], Tag("stream", figures.Stream.Name), Tag("cause", ApiWords.Of(cause)));

    private static KeyValuePair<string, object?>[] Labels((string Stream, TrackSnapshot Track) each) =>
        [Tag("stream", each.Stream), Tag("track", each.Track.Id), Tag("kind", ApiWords.Of(each.Track.Kind)), Tag("codec", each.Track.Codec)];

    private static KeyValuePair<string, object?> Tag(string name, object value) => new(name, value);
}
