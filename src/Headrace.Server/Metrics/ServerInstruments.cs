using System.Diagnostics.Metrics;
using Headrace.Media.Buffers;
using Headrace.Server.Api;
using Headrace.Server.Commands;
using Headrace.Server.Hosting;
using Headrace.Server.Logging;
using Headrace.Streaming.Sessions;

namespace Headrace.Server.Metrics;

/// <summary>All instruments of the server, by their names. They are observed: nothing is counted for them that is not counted anyway.</summary>
internal sealed class ServerInstruments : IDisposable
{
    /// <summary>The meter's name.</summary>
    internal const string MeterName = "Headrace";

    private readonly ServerFigures _figures;
    private readonly long _start;

    /// <summary>Makes the instruments of a server.</summary>
    internal ServerInstruments(MediaPlane media, ProblemCounts problems, Func<DateTimeOffset?> certificateExpires, TimeProvider clock)
    {
        _figures = new ServerFigures(media, clock);
        _start = clock.GetTimestamp();
        Meter = new Meter(MeterName, VersionCommand.Current);
        Meter.CreateObservableGauge("headrace.build.info", () => new Measurement<long>(1, Tag("version", VersionCommand.Current)), null, "The server's version.");
        _ = new StreamInstruments(Meter, _figures);
        _ = new ForwardInstruments(Meter, _figures);
        _ = new PressureInstruments(Meter, media.Streams);
        _ = new SrtInstruments(Meter, media.SrtTotals, _figures);
        Meter.CreateObservableGauge("headrace.uptime", () => clock.GetElapsedTime(_start).TotalSeconds, "s", "Time since the start.");
        Meter.CreateObservableGauge("headrace.sessions", Sessions, null, "Sessions that live, by protocol and role.");
        Meter.CreateObservableCounter("headrace.sessions.ended", Ended, null, "Sessions that ended, by protocol, role and reason.");
        Meter.CreateObservableCounter("headrace.sessions.received", () => Traffic(traffic => traffic.BytesIn), "By", "Bytes received from peers.");
        Meter.CreateObservableCounter("headrace.sessions.sent", () => Traffic(traffic => traffic.BytesOut), "By", "Bytes sent to peers; of HLS the playlists.");
        Meter.CreateObservableCounter("headrace.sessions.skips", () => Traffic(traffic => traffic.Skips), null, "How often viewers fell behind and went on at a later key frame.");
        Meter.CreateObservableGauge("headrace.connections", () => media.Admission.Open, null, "Open connections.");
        Meter.CreateObservableCounter("headrace.connections.refused", () => media.Admission.Refused, null, "Connections refused, or sent away for newer ones.");
        Meter.CreateObservableCounter("headrace.rtp.refused", () => media.RawRtp?.Refused ?? 0, null, "Senders over RTP without signalling that were not let in, each time.");
        Meter.CreateObservableCounter("headrace.rtp.unreadable", () => media.RawRtp?.Unreadable ?? 0, null, "Datagrams on its port that were neither RTP nor MPEG-TS.");
        Meter.CreateObservableCounter("headrace.limits.reached", () => media.Streams.Limits.Counts.Select(limit => new Measurement<long>(limit.Value, Tag("limit", limit.Key))), null, "How often limits were reached, by their keys.");
        Meter.CreateObservableCounter("headrace.logins.failed", () => media.Access.Failures, null, "Wrong credentials.");
        Meter.CreateObservableCounter("headrace.problems", () => problems.Current.Select(count => new Measurement<long>(count.Value, Tag("problem", count.Key))), null, "Problems by name; what each means stands at /problems/NAME.");
        Meter.CreateObservableGauge("headrace.children", () => media.Children, null, "Processes of ours that run.");
        Meter.CreateObservableGauge("headrace.media.memory", () => media.Streams.Memory.Used, "By", "Media held for streams.");
        Meter.CreateObservableGauge("headrace.media.memory.limit", () => media.Streams.Memory.Limit, "By", "Most media that may be held.");
        Meter.CreateObservableGauge("headrace.media.memory.free", () => MediaBufferPool.Shared.RetainedBytes, "By", "Free blocks kept for the media that comes next.");
        Meter.CreateObservableGauge("headrace.memory.pressure", () => (int)media.Streams.Budget.Level, null, "How short memory is: 0 normal, 1 low, 2 medium, 3 high, 4 critical.");
        Meter.CreateObservableCounter("headrace.memory.streams.refused", () => media.Streams.Budget.StreamsRefused, null, "Streams refused because memory was short.");
        Meter.CreateObservableGauge("headrace.media.buffers", () => MediaBufferPool.Shared.Outstanding, null, "Buffers of media in use.");
        Meter.CreateObservableGauge("headrace.tls.certificate.expiry", () => Expiry(certificateExpires()), "s", "When the certificate expires, in seconds since 1970.");
        Meter.CreateObservableCounter("process.cpu", () => Environment.CpuUsage.TotalTime.TotalSeconds, "s", "Processor time used, all threads together.");
        Meter.CreateObservableGauge("process.resident.memory", () => Environment.WorkingSet, "By", "Memory of the process.");
        Meter.CreateObservableGauge("dotnet.managed.memory", () => GC.GetTotalMemory(forceFullCollection: false), "By", "Managed part of it.");
        Meter.CreateObservableCounter("dotnet.gc.collections", Collections, null, "Garbage collections by generation.");
        Meter.CreateObservableCounter("dotnet.gc.pause", () => GC.GetTotalPauseDuration().TotalSeconds, "s", "Time that threads stood still for them.");
        Meter.CreateObservableGauge("dotnet.thread_pool.threads", () => ThreadPool.ThreadCount, null, "Threads of the pool.");
        Meter.CreateObservableGauge("dotnet.thread_pool.queued", () => ThreadPool.PendingWorkItemCount, null, "Work that waits for one of them.");
        Meter.CreateObservableCounter("dotnet.thread_pool.completed", () => ThreadPool.CompletedWorkItemCount, null, "Work that they did.");
    }

    /// <summary>The meter of this server alone.</summary>
    internal Meter Meter { get; }

    /// <inheritdoc/>
    public void Dispose() => Meter.Dispose();

    private IEnumerable<Measurement<long>> Sessions() => _figures.Current.Sessions
        .CountBy(session => (session.Protocol, session.Role))
        .Select(count => new Measurement<long>(count.Value, Tag("protocol", count.Key.Protocol), Tag("role", ApiWords.Of(count.Key.Role))));

    private IEnumerable<Measurement<long>> Ended() => _figures.Current.Totals.Ended.Select(ended => new Measurement<long>(
        ended.Value, Tag("protocol", ended.Key.Protocol), Tag("role", ApiWords.Of(ended.Key.Role)), Tag("reason", ApiWords.Of(ended.Key.Reason))));

    private IEnumerable<Measurement<long>> Traffic(Func<SessionTraffic, long> get) => _figures.Current.Totals.Traffic.Select(traffic => new Measurement<long>(
        get(traffic.Value), Tag("protocol", traffic.Key.Protocol), Tag("role", ApiWords.Of(traffic.Key.Role))));

    private static IEnumerable<Measurement<long>> Collections() =>
        Enumerable.Range(0, GC.MaxGeneration + 1).Select(generation => new Measurement<long>(GC.CollectionCount(generation), Tag("generation", generation)));

    private static IEnumerable<Measurement<long>> Expiry(DateTimeOffset? expires) => expires is { } at ? [new Measurement<long>(at.ToUnixTimeSeconds())] : [];

    private static KeyValuePair<string, object?> Tag(string name, object value) => new(name, value);
}
