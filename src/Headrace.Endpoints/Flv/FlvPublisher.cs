using System.Collections.Immutable;
using Headrace.Containers.Flv;
using Headrace.Containers.Flv.Reading;
using Headrace.Endpoints.Publications;
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
internal sealed class FlvPublisher : IFlvSink, ILiveMedia
{
    private const int TicksPerSecond = 1000;

    private readonly Lock _gate = new();
    private readonly TrackPublication _publication;
    private readonly FlvDemuxer _demuxer;
    private readonly FlvPublisherReports _reports;
    private ImmutableArray<FlvTrack> _tracks = [];
    private MonotonicTime _now;

    /// <summary>A publisher of which nothing has come yet.</summary>
    /// <param name="streams">Where it publishes.</param>
    /// <param name="session">Who publishes: its stream's name is set. It stays the driver's to end.</param>
    /// <param name="start">The present instant.</param>
    /// <param name="logger">Log.</param>
    public FlvPublisher(StreamRegistry streams, Session session, MonotonicTime start, ILogger logger)
    {
        _now = start;
        _publication = new TrackPublication(streams, session, start);
        _demuxer = new FlvDemuxer(this, MediaBufferPool.Shared);
        _reports = new FlvPublisherReports(session, logger);
    }

    /// <summary>True once it has published a unit.</summary>
    public bool HasMedia => _publication.HasMedia;

    /// <summary>The tracks in words; empty while there are none.</summary>
    public string Description => FlvPublisherReports.Describe(_tracks);

    /// <summary>What it publishes as; null before its tracks are settled. Readable from any thread.</summary>
    public Publication? Publication => _publication.Current;

    /// <summary>What the metadata says, or null.</summary>
    public FlvMetadata? Metadata => _demuxer.Messages.Metadata;

    /// <summary>Messages of media that were read.</summary>
    public long Messages => _demuxer.Messages.Messages;

    /// <summary>Takes a message of RTMP. Null is well; else it takes no more, and the driver ends the session.</summary>
    /// <param name="type">What it holds.</param>
    /// <param name="timestamp">Its timestamp in milliseconds.</param>
    /// <param name="body">The bytes.</param>
    /// <param name="arrival">When the last of them came.</param>
    public PublisherFault? Handle(FlvTagType type, uint timestamp, ReadOnlySpan<byte> body, MonotonicTime arrival)
    {
        lock (_gate)
        {
            if (_publication.Fault is not null) return _publication.Fault;
            _now = arrival;
            _demuxer.Messages.Read(type, timestamp, body, arrival);
            return _publication.Fault;
        }
    }

    /// <summary>Takes the next bytes of a stream of FLV, in pieces of any size; the same.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="arrival">When they came.</param>
    public PublisherFault? Handle(ReadOnlySpan<byte> bytes, MonotonicTime arrival)
    {
        lock (_gate)
        {
            if (_publication.Fault is not null) return _publication.Fault;
            _now = arrival;
            _demuxer.Read(bytes, arrival);
            return _publication.Fault;
        }
    }

    /// <summary>Does what is due, some times a second: waits for tracks no longer than it may, tells the stream what was counted, and the log what is wrong.</summary>
    public void HandleTimeout(MonotonicTime now)
    {
        lock (_gate)
        {
            if (_publication.Fault is not null) return;
            _now = now;
            _demuxer.HandleTimeout(now);
            if (_publication.Current is { } publication) FlvPublisherReports.ReportTo(publication, _demuxer.Messages, _tracks.Length);
            _reports.Log(_demuxer.Messages, _publication.Current is null ? [] : _tracks, now);
        }
    }

    /// <summary>True when no unit has come for longer than a limit.</summary>
    public bool IsSilent(MonotonicTime now, TimeSpan limit) => _publication.IsSilent(now, limit);

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
            if (_publication.Fault is null) _demuxer.Complete();
            _publication.Close();
            if (_publication.Current is { } publication) FlvPublisherReports.ReportTo(publication, _demuxer.Messages, _tracks.Length);
            _publication.End();
            _demuxer.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Stop();

    bool IFlvSink.TryBegin(ImmutableArray<FlvTrack> tracks, out MemoryAccount? account)
    {
        if (!_publication.TryBegin([.. tracks.Select(Announce)], _now, _reports.LogChange, out account)) return false;
        _tracks = tracks;
        _reports.LogBegin(tracks);
        return true;
    }

    void IFlvSink.OnUnit(int track, FlvUnitTime time, MonotonicTime arrival, in AssembledUnit unit) =>
        _publication.Publish(track, new InputTimestamps(time.Presentation, time.Decode), arrival, unit);

    // The publication stays until the tracks that follow are known: they may be of the same codecs.
    void IFlvSink.OnEnd()
    {
    }

    void IFlvSink.OnOmitted(in FlvOmission omission) => _reports.LogOmission(omission);

    void IFlvSink.OnFault(FlvFault fault) => _reports.Count(fault);

    private static AnnouncedTrack Announce(FlvTrack track) => new(track.Codec, track.Format, track.ParameterSets, TicksPerSecond, TimestampBits: 32, SharesClock: true);
}
