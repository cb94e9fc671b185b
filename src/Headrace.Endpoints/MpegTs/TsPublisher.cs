using System.Collections.Immutable;
using System.Globalization;
using Headrace.Containers.MpegTs;
using Headrace.Containers.MpegTs.Demuxing;
using Headrace.Containers.MpegTs.Reading;
using Headrace.Endpoints.Publications;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Timeline;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.MpegTs;

/// <summary>
/// What is published as a transport stream, over whatever transport: from its bytes to units of a publication. The stream is taken once media of a program has come. A program
/// whose tracks become others goes on as another publication of the same session; with the same codecs in the same order it goes on as it is. Whether the session may publish is
/// for its driver to ask before. Thread-safe: a timer may meet the driver's loop here.
/// </summary>
internal sealed class TsPublisher : ITsDemuxerSink, ILiveMedia
{
    /// <summary>So long a program may be without tracks before its publication ends.</summary>
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly TrackPublication _publication;
    private readonly TsDemuxer _demuxer;
    private readonly TsPublisherReports _reports;
    private ImmutableArray<TsTrack> _tracks = [];
    private MonotonicTime _now;
    private MonotonicTime _endedSince = MonotonicTime.Never;

    /// <summary>A publisher of which nothing has come yet.</summary>
    /// <param name="options">What the user says.</param>
    /// <param name="streams">Where it publishes.</param>
    /// <param name="session">Who publishes: its stream's name is set. It stays the driver's to end.</param>
    /// <param name="start">The present instant.</param>
    /// <param name="logger">Log.</param>
    public TsPublisher(TsPublisherOptions options, StreamRegistry streams, Session session, MonotonicTime start, ILogger logger)
    {
        _now = start;
        _publication = new TrackPublication(streams, session, start);
        _demuxer = new TsDemuxer(this, MediaBufferPool.Shared, options.Program);
        _reports = new TsPublisherReports(session, logger);
    }

    /// <summary>True once it has published a unit.</summary>
    public bool HasMedia => _publication.HasMedia;

    /// <summary>The tracks in words; empty while there are none.</summary>
    public string Description => TsPublisherReports.Describe(_tracks);

    /// <summary>Transport packets that were read.</summary>
    public long Packets => _demuxer.Packets;

    /// <summary>Takes the next bytes, in pieces of any size. Null is well; else it takes no more, and the driver ends the session.</summary>
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

    /// <summary>Does what is due, some times a second: hands on what nothing follows, tells the stream what was counted, and the log what is wrong.</summary>
    public void HandleTimeout(MonotonicTime now)
    {
        lock (_gate)
        {
            _now = now;
            if (_publication.Current is { } publication)
            {
                _demuxer.HandleTimeout(now, publication.Options.FrameTimeout);
                TsPublisherReports.ReportTo(publication, _demuxer, _tracks.Length);
            }

            _reports.Log(_demuxer, _tracks, now);
            if (_endedSince != MonotonicTime.Never && now - _endedSince > EndPatience) End();
        }
    }

    /// <summary>True when no unit has come for longer than a limit.</summary>
    public bool IsSilent(MonotonicTime now, TimeSpan limit) => _publication.IsSilent(now, limit);

    /// <summary>Why no media comes though bytes may, for an operator, in one clause.</summary>
    public string WhySilent()
    {
        lock (_gate)
        {
            if (_demuxer.Packets == 0) return "no transport packets have come";
            if (_demuxer.Program is not { } program) return _reports.HasOmitted ? "nothing of its program can be used; the log names what is left out" : "it names no program with media";
            return string.Create(CultureInfo.InvariantCulture, $"its program {program.Number} has {(HasMedia ? "sent no media for some time" : "sent no media")}");
        }
    }

    /// <summary>Ends the publication; what is held goes on. Idempotent.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _publication.Close();
            if (_publication.Current is { } publication)
            {
                _demuxer.Complete();
                TsPublisherReports.ReportTo(publication, _demuxer, _tracks.Length);
            }

            End();
            _demuxer.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Stop();

    bool ITsDemuxerSink.TryBegin(TsProgram program, ImmutableArray<TsTrack> tracks, out MemoryAccount? account)
    {
        if (!_publication.TryBegin([.. tracks.Select(Announce)], _now, () => _reports.LogChange(program), out account)) return false;
        (_tracks, _endedSince) = (tracks, MonotonicTime.Never);
        _reports.LogBegin(program, tracks);
        return true;
    }

    void ITsDemuxerSink.OnUnit(int track, TsUnitTime time, MonotonicTime arrival, in AssembledUnit unit) =>
        _publication.Publish(track, new InputTimestamps(time.Presentation, time.Decode), arrival, unit);

    void ITsDemuxerSink.OnEnd() => _endedSince = _now;

    void ITsDemuxerSink.OnOmitted(TsProgramStream stream, TsOmission reason) => _reports.LogOmission(stream, reason);

    void ITsDemuxerSink.OnFault(TsFault fault, int pid) => _reports.Count(fault, pid);

    private static AnnouncedTrack Announce(TsTrack track) =>
        new(track.Codec, track.Format, ParameterSets.Empty, TsTimestamp.ClockRate, TimestampBits: 33, SharesClock: true);

    private void End()
    {
        _endedSince = MonotonicTime.Never;
        _publication.End();
    }
}
