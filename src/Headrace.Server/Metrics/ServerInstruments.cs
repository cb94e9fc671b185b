using System.Diagnostics.Metrics;
using Headrace.Media.Buffers;
using Headrace.Media.Timeline;
using Headrace.Server.Api;
using Headrace.Server.Commands;
using Headrace.Server.Hosting;
using Headrace.Server.Logging;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;

namespace Headrace.Server.Metrics;

/// <summary>All instruments of the server, by their names. They are observed: nothing is counted for them that is not counted anyway.</summary>
internal sealed class ServerInstruments : IDisposable
{
    /// <summary>The meter's name.</summary>
    internal const string MeterName = "Headrace";

    private readonly MediaPlane _media;
    private readonly ServerFigures _figures;
    private readonly long _start;

    /// <summary>Makes the instruments of a server.</summary>
    internal ServerInstruments(MediaPlane media, ProblemCounts problems, Func<DateTimeOffset?> certificateExpires, TimeProvider clock)
    {
        _media = media;
        _figures = new ServerFigures(media, clock);
        _start = clock.GetTimestamp();
        Meter = new Meter(MeterName, VersionCommand.Current);
        Meter.CreateObservableGauge("headrace.build.info", () => new Measurement<long>(1, Tag("version", VersionCommand.Current)), null, "The server's version.");
        Meter.CreateObservableGauge("headrace.uptime", () => clock.GetElapsedTime(_start).TotalSeconds, "s", "Time since the start.");
        Meter.CreateObservableGauge("headrace.streams", States, null, "Streams by state.");
        Meter.CreateObservableGauge("headrace.sessions", Sessions, null, "Sessions that live, by protocol and role.");
        Meter.CreateObservableCounter("headrace.sessions.ended", Ended, null, "Sessions that ended, by protocol, role and reason.");
        Meter.CreateObservableCounter("headrace.sessions.received", () => Traffic(traffic => traffic.BytesIn), "By", "Bytes received from peers.");
        Meter.CreateObservableCounter("headrace.sessions.sent", () => Traffic(traffic => traffic.BytesOut), "By", "Bytes sent to peers; of HLS the playlists.");
        Meter.CreateObservableCounter("headrace.sessions.skips", () => Traffic(traffic => traffic.Skips), null, "How often viewers fell behind and went on at a later key frame.");
        AddStreams();
        Meter.CreateObservableGauge("headrace.connections", () => media.Admission.Open, null, "Open connections.");
        Meter.CreateObservableCounter("headrace.connections.refused", () => media.Admission.Refused, null, "Connections refused, or sent away for newer ones.");
        Meter.CreateObservableCounter("headrace.logins.failed", () => media.Access.Failures, null, "Wrong credentials.");
        Meter.CreateObservableCounter("headrace.problems", () => problems.Current.Select(count => new Measurement<long>(count.Value, Tag("problem", count.Key))), null, "Problems by name; what each means stands at /problems/NAME.");
        Meter.CreateObservableGauge("headrace.children", () => media.Children, null, "Processes of ours that run.");
        Meter.CreateObservableGauge("headrace.media.memory", () => media.Streams.Memory.Used, "By", "Media held for streams.");
        Meter.CreateObservableGauge("headrace.media.memory.limit", () => media.Streams.Memory.Limit, "By", "Most media that may be held.");
        Meter.CreateObservableGauge("headrace.memory.pressure", () => (int)media.Streams.Budget.Level, null, "How short memory is: 0 normal, 1 low, 2 medium, 3 high, 4 critical.");
        Meter.CreateObservableCounter("headrace.memory.streams.refused", () => media.Streams.Budget.StreamsRefused, null, "Streams refused because memory was short.");
        Meter.CreateObservableGauge("headrace.media.buffers", () => MediaBufferPool.Shared.Outstanding, null, "Buffers of media in use.");
        Meter.CreateObservableGauge("headrace.tls.certificate.expiry", () => Expiry(certificateExpires()), "s", "When the certificate expires, in seconds since 1970.");
        Meter.CreateObservableCounter("process.cpu", () => Environment.CpuUsage.TotalTime.TotalSeconds, "s", "Processor time used, all threads together.");
        Meter.CreateObservableGauge("process.resident.memory", () => Environment.WorkingSet, "By", "Memory of the process.");
        Meter.CreateObservableGauge("dotnet.managed.memory", () => GC.GetTotalMemory(forceFullCollection: false), "By", "Managed part of it.");
        Meter.CreateObservableCounter("dotnet.gc.collections", Collections, null, "Garbage collections by generation.");
        Meter.CreateObservableCounter("dotnet.gc.pause", () => GC.GetTotalPauseDuration().TotalSeconds, "s", "Time that threads stood still for them.");
    }

    /// <summary>The meter of this server alone.</summary>
    internal Meter Meter { get; }

    /// <inheritdoc/>
    public void Dispose() => Meter.Dispose();

    private void AddStreams()
    {
        Meter.CreateObservableCounter("headrace.stream.received", () => Streams(stream => stream.BytesIn), "By", "Bytes of media taken in, by stream.");
        Meter.CreateObservableCounter("headrace.stream.sent", () => Streams(stream => stream.BytesOut), "By", "Bytes sent to viewers, by stream.");
        Meter.CreateObservableGauge("headrace.stream.readers", () => Streams(stream => stream.Readers), null, "Viewers, by stream.");
        Meter.CreateObservableGauge("headrace.stream.memory", () => Streams(stream => stream.MemoryUsed), "By", "Media held, by stream.");
        Meter.CreateObservableGauge("headrace.stream.memory.owners", Owners, "By", "The same by what it is held for.");
        Meter.CreateObservableGauge("headrace.stream.pressure", () => All(stream => (int)stream.Pressure.Level), null, "How short its memory is: 0 normal, 1 low, 2 medium, 3 high, 4 critical.");
        Meter.CreateObservableCounter("headrace.stream.pressure.dropped", PressureDrops, null, "What was not taken in for it, by kind.");
        Meter.CreateObservableCounter("headrace.stream.viewers.refused", () => All(stream => stream.Pressure.ViewersRefused), null, "Viewers refused because its memory was short.");
        Meter.CreateObservableGauge("headrace.stream.active", () => Streams(stream => stream.State == StreamState.Active ? 1 : 0), null, "1 while media flows, by stream.");
        Meter.CreateObservableCounter("headrace.track.units", () => Tracks(track => track.Units), null, "Pictures and audio frames passed on, by track.");
        Meter.CreateObservableCounter("headrace.track.key_frames", () => Tracks(track => track.KeyFrames), null, "Random access points among them.");
        Meter.CreateObservableCounter("headrace.track.damaged", () => Tracks(track => track.Damaged), null, "Units that came incomplete, by track.");
        Meter.CreateObservableCounter("headrace.track.dropped", () => Tracks(track => track.Dropped), null, "Units that were not passed on, by track.");
        Meter.CreateObservableCounter("headrace.timeline.units", Timeline, null, "Units by how their time followed from the one before.");
        Meter.CreateObservableCounter("headrace.timeline.causes", Causes, null, "What timelines met, by cause.");
    }

    private IEnumerable<Measurement<long>> States() =>
        Enum.GetValues<StreamState>().Select(state => new Measurement<long>(_figures.Current.Streams.Count(figures => figures.Stream.State == state), Tag("state", ApiWords.Of(state))));

    private IEnumerable<Measurement<long>> Sessions() => _figures.Current.Sessions
        .CountBy(session => (session.Protocol, session.Role))
        .Select(count => new Measurement<long>(count.Value, Tag("protocol", count.Key.Protocol), Tag("role", ApiWords.Of(count.Key.Role))));

    private IEnumerable<Measurement<long>> Ended() => _figures.Current.Totals.Ended.Select(ended => new Measurement<long>(
        ended.Value, Tag("protocol", ended.Key.Protocol), Tag("role", ApiWords.Of(ended.Key.Role)), Tag("reason", ApiWords.Of(ended.Key.Reason))));

    private IEnumerable<Measurement<long>> Traffic(Func<SessionTraffic, long> get) => _figures.Current.Totals.Traffic.Select(traffic => new Measurement<long>(
        get(traffic.Value), Tag("protocol", traffic.Key.Protocol), Tag("role", ApiWords.Of(traffic.Key.Role))));

    private IEnumerable<Measurement<long>> Streams(Func<StreamSnapshot, long> get) =>
        _figures.Current.Streams.Select(figures => new Measurement<long>(get(figures.Stream), Tag("stream", figures.Stream.Name)));

    private IEnumerable<Measurement<long>> All(Func<LiveStream, long> get) => _media.Streams.All.Select(stream => new Measurement<long>(get(stream), Tag("stream", stream.Name)));

    private IEnumerable<Measurement<long>> Owners() =>
        from stream in _media.Streams.All
        from owner in stream.Memory.Owners
        select new Measurement<long>(owner.Used, Tag("stream", stream.Name), Tag("owner", owner.Name));

    private IEnumerable<Measurement<long>> PressureDrops() =>
        from stream in _media.Streams.All
        let drops = stream.PressureDrops
        from dropped in new[] { ("disposable", drops.Disposable), ("picture", drops.Pictures), ("sound", drops.Sounds) }
        select new Measurement<long>(dropped.Item2, Tag("stream", stream.Name), Tag("kind", dropped.Item1));

    private IEnumerable<Measurement<long>> Tracks(Func<TrackSnapshot, long> get) =>
        from figures in _figures.Current.Streams
        from track in figures.Stream.Tracks
        select new Measurement<long>(get(track), Tag("stream", figures.Stream.Name), Tag("track", track.Id), Tag("kind", ApiWords.Of(track.Kind)), Tag("codec", track.Codec));

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

    private static IEnumerable<Measurement<long>> Collections() =>
        Enumerable.Range(0, GC.MaxGeneration + 1).Select(generation => new Measurement<long>(GC.CollectionCount(generation), Tag("generation", generation)));

    private static IEnumerable<Measurement<long>> Expiry(DateTimeOffset? expires) => expires is { } at ? [new Measurement<long>(at.ToUnixTimeSeconds())] : [];

    private static KeyValuePair<string, object?> Tag(string name, object value) => new(name, value);
}
