using System.Collections.Immutable;
using Headrace.Containers.Flv;
using Headrace.Containers.Flv.Reading;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Timeline;
using Headrace.Media.Timing;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.Flv;

/// <summary>
/// What is published as FLV or over RTMP: from messages, or from the bytes of a file, to units of a publication. The stream is taken once its tracks are settled. Tracks that become
/// others go on as another publication of the same session; with the same codecs in the same order they go on as they are. Whether the session may publish is for its driver to ask
/// before. Thread-safe: a timer may meet the driver's loop here.
/// </summary>
internal sealed class FlvPublisher : IFlvSink, IDisposable
{
    /// <summary>Tracks that change more often than this within <see cref="ChangesWithin"/> are refused.</summary>
    public const int MaxChanges = 10;

    private const int TicksPerSecond = 1000;

    /// <summary>See <see cref="MaxChanges"/>.</summary>
    public static readonly TimeSpan ChangesWithin = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly StreamRegistry _streams;
    private readonly Session _session;
    private readonly FlvDemuxer _demuxer;
    private readonly FlvPublisherReports _reports;
    private readonly Queue<MonotonicTime> _changes = new();
    private ImmutableArray<FlvTrack> _tracks = [];
    private Publication? _publication;
    private FlvPublisherFault? _fault;
    private MonotonicTime _now;
    private long _lastMedia;

    /// <summary>A publisher of which nothing has come yet.</summary>
    /// <param name="streams">Where it publishes.</param>
    /// <param name="session">Who publishes: its stream's name is set. It stays the driver's to end.</param>
    /// <param name="start">The present instant.</param>
    /// <param name="logger">Log.</param>
    public FlvPublisher(StreamRegistry streams, Session session, MonotonicTime start, ILogger logger)
    {
        (_streams, _session, _now, _lastMedia) = (streams, session, start, start.Nanoseconds);
        _demuxer = new FlvDemuxer(this, MediaBufferPool.Shared);
        _reports = new FlvPublisherReports(session, logger);
    }

    /// <summary>True once it has published a unit.</summary>
    public bool HasMedia { get; private set; }

    /// <summary>The tracks in words; empty while there are none.</summary>
    public string Description => FlvPublisherReports.Describe(_tracks);

    /// <summary>What it publishes as; null before its tracks are settled. Readable from any thread.</summary>
    public Publication? Publication => Volatile.Read(ref _publication);

    /// <summary>What the metadata says, or null.</summary>
    public FlvMetadata? Metadata => _demuxer.Messages.Metadata;

    /// <summary>Messages of media that were read.</summary>
    public long Messages => _demuxer.Messages.Messages;

    /// <summary>Takes a message of RTMP. Null is well; else it takes no more, and the driver ends the session.</summary>
    /// <param name="type">What it holds.</param>
    /// <param name="timestamp">Its timestamp in milliseconds.</param>
    /// <param name="body">The bytes.</param>
    /// <param name="arrival">When the last of them came.</param>
    public FlvPublisherFault? Handle(FlvTagType type, uint timestamp, ReadOnlySpan<byte> body, MonotonicTime arrival)
    {
        lock (_gate)
        {
            if (_fault is not null) return _fault;
            _now = arrival;
            _demuxer.Messages.Read(type, timestamp, body, arrival);
            return _fault;
        }
    }

    /// <summary>Takes the next bytes of a stream of FLV, in pieces of any size; the same.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="arrival">When they came.</param>
    public FlvPublisherFault? Handle(ReadOnlySpan<byte> bytes, MonotonicTime arrival)
    {
        lock (_gate)
        {
            if (_fault is not null) return _fault;
            _now = arrival;
            _demuxer.Read(bytes, arrival);
            return _fault;
        }
    }

    /// <summary>Does what is due, some times a second: waits for tracks no longer than it may, tells the stream what was counted, and the log what is wrong.</summary>
    public void HandleTimeout(MonotonicTime now)
    {
        lock (_gate)
        {
            if (_fault is not null) return;
            _now = now;
            _demuxer.HandleTimeout(now);
            if (_publication is { } publication) FlvPublisherReports.ReportTo(publication, _demuxer.Messages, _tracks.Length);
            _reports.Log(_demuxer.Messages, _publication is null ? [] : _tracks, now);
        }
    }

    /// <summary>True when no unit has come for longer than a limit.</summary>
    public bool IsSilent(MonotonicTime now, TimeSpan limit) => now - new MonotonicTime(Volatile.Read(ref _lastMedia)) > limit;

    /// <summary>Why no media comes though bytes may, for an operator, in one clause.</summary>
    public string WhySilent()
    {
        lock (_gate)
        {
            if (HasMedia) return "it has sent no media for some time";
            if (_demuxer.Messages.Messages == 0) return "no media has come";
            return _reports.HasOmitted ? "nothing of it can be used; the log names what is left out" : "its media has not begun";
        }
    }

    /// <summary>Ends the publication; what is held goes on. Idempotent.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            if (_fault is null) _demuxer.Complete();
            _fault ??= new FlvPublisherFault(SessionEndReason.Closed, "it was stopped");
            if (_publication is { } publication) FlvPublisherReports.ReportTo(publication, _demuxer.Messages, _tracks.Length);
            End();
            _demuxer.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Stop();

    bool IFlvSink.TryBegin(ImmutableArray<FlvTrack> tracks, out MemoryAccount? account)
    {
        account = null;
        if (_fault is not null) return false;
        if (_publication is null || !tracks.Select(static track => track.Codec).SequenceEqual(_tracks.Select(static track => track.Codec)))
        {
            if (ChangesTooOften()) return false;
            if (_publication is not null) _reports.LogChange();
            End();
            PublishRefusal refusal = _streams.TryPublish(_session.StreamName!, [.. tracks.Select(Announce)], _session, out _publication);
            if (refusal != PublishRefusal.None)
            {
                _fault = new FlvPublisherFault(SessionEndReason.Refused, refusal.ToFault());
                return false;
            }
        }

        _tracks = tracks;
        _reports.LogBegin(tracks);
        account = _publication!.Memory;
        return true;
    }

    void IFlvSink.OnUnit(int track, FlvUnitTime time, MonotonicTime arrival, in AssembledUnit unit)
    {
        if (_publication is not { } publication)
        {
            unit.Payload.Release();
            return;
        }

        HasMedia = true;
        Volatile.Write(ref _lastMedia, arrival.Nanoseconds);
        publication.Publish(track, new InputTimestamps(time.Presentation, time.Decode), arrival, unit);
    }

    // The publication stays until the tracks that follow are known: they may be of the same codecs.
    void IFlvSink.OnEnd()
    {
    }

    void IFlvSink.OnOmitted(in FlvOmission omission) => _reports.LogOmission(omission);

    void IFlvSink.OnFault(FlvFault fault) => _reports.Count(fault);

    private static AnnouncedTrack Announce(FlvTrack track) => new(track.Codec, track.Format, track.ParameterSets, TicksPerSecond, TimestampBits: 32, SharesClock: true);

    private bool ChangesTooOften()
    {
        while (_changes.Count > 0 && _now - _changes.Peek() > ChangesWithin) _changes.Dequeue();
        _changes.Enqueue(_now);
        if (_changes.Count <= MaxChanges) return false;
        _fault = new FlvPublisherFault(SessionEndReason.ProtocolError, $"its tracks change more than {MaxChanges} times in {ChangesWithin.TotalSeconds} s");
        return true;
    }

    private void End()
    {
        _publication?.End();
        _publication = null;
    }
}
