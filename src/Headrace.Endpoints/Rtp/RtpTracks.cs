using System.Globalization;
using Headrace.Endpoints.MpegTs;
using Headrace.Endpoints.Publications;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.PayloadFormats;
using Headrace.Protocols.Rtp.Receiving;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.Streaming.Supervision;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.Rtp;

/// <summary>
/// The received tracks of one publication, whoever sends them: from their packets to its units, their silence, their faults, the reports about them. Started and stopped by one
/// loop; packets and timers may come from others.
/// </summary>
internal sealed class RtpTracks : IRtpMedia
{
    /// <summary>Greatest length of a report about a track.</summary>
    public const int MaxReportBytes = 256;

    private const long NotReceiving = long.MaxValue;

    private static readonly TimeSpan FaultInterval = TimeSpan.FromSeconds(1);

    // Uncontended over TCP, where one loop does all; over UDP two ports and a timer meet the owner's loop here.
    private readonly Lock _gate = new();
    private readonly Dictionary<int, RtpTrackReceiver> _tracks = [];
    private Publication? _publication;
    private long _lastMedia = NotReceiving;
    private MonotonicTime _nextFaults;

    /// <summary>Whose units the packets become; null while nothing is received.</summary>
    public Publication? Publication => Volatile.Read(ref _publication);

    /// <inheritdoc/>
    public bool IsOpen => Publication is not null;

    /// <inheritdoc/>
    public bool HasMedia => IsOpen;

    /// <inheritdoc/>
    public PublisherFault? Fault => null;

    /// <summary>True when every track that has begun has said that it sends no more.</summary>
    public bool HasEnded
    {
        get
        {
            lock (_gate) return _tracks.Values.Any(track => track.HasEnded) && _tracks.Values.All(track => track.HasEnded || !track.HasBegun);
        }
    }

    /// <summary>Begins, or goes on after a stop, to publish tracks.</summary>
    /// <param name="streams">Where.</param>
    /// <param name="session">Who, with the stream's name.</param>
    /// <param name="tracks">The tracks by the numbers that the owner has for them.</param>
    /// <param name="isOrdered">True over a transport that neither loses nor reorders.</param>
    /// <param name="now">The present instant.</param>
    public PublishRefusal TryStart(StreamRegistry streams, Session session, IReadOnlyList<(int Number, RtpTrackDescription Description)> tracks, bool isOrdered, MonotonicTime now)
    {
        List<AnnouncedTrack> announced =
            [.. tracks.Select(track => new AnnouncedTrack(track.Description.PayloadFormat.Codec, track.Description.Format, track.Description.ParameterSets, track.Description.ClockRate))];
        PublishRefusal refusal = streams.TryPublish(session.StreamName!, announced, session, out Publication? publication);
        if (publication is null) return refusal;
        RtpReorderLimits? reordering = isOrdered ? null : new RtpReorderLimits { Window = publication.Options.ReorderWindow };
        lock (_gate)
        {
            Volatile.Write(ref _publication, publication);
            Volatile.Write(ref _lastMedia, now.Nanoseconds);
            foreach ((int place, (int number, RtpTrackDescription description)) in tracks.Index())
            {
                _tracks[number] = new RtpTrackReceiver(publication, place, description, reordering, now);
            }
        }

        return PublishRefusal.None;
    }

    /// <summary>True when it receives and no packet of its media has come for longer than a limit. From any thread.</summary>
    public bool IsSilent(MonotonicTime now, TimeSpan limit)
    {
        long last = Volatile.Read(ref _lastMedia);
        return last != NotReceiving && now - new MonotonicTime(last) > limit;
    }

    /// <inheritdoc/>
    public string WhySilent() => "no packets of its tracks come";

    /// <summary>
    /// Says what is wrong with tracks, from a timer: in the log what of them cannot be made units of; there and as the stream's fault which pictures or sound were announced, and have not
    /// come for longer than a limit while other tracks do.
    /// </summary>
    /// <param name="stream">Name of the stream that is published.</param>
    /// <param name="from">Who sends, for the log.</param>
    /// <param name="now">The present instant.</param>
    /// <param name="limit">How long without media is silence.</param>
    /// <param name="logger">Log.</param>
    public void Check(string stream, object from, MonotonicTime now, TimeSpan limit, ILogger logger)
    {
        bool saysFaults = now >= _nextFaults;
        if (saysFaults) _nextFaults = now + FaultInterval;
        lock (_gate)
        {
            foreach (RtpTrackReceiver track in _tracks.Values)
            {
                if (saysFaults && track.TakeFaults() is { Total: > 0 } faults)
                    RtpTrackLog.Unreadable(logger, stream, from, WordFor(track.Kind), faults.Total, track.Complaint ?? faults.ToString());
                if (track.Kind != MediaKind.Data && !IsSilent(now, limit) && track.HasSilenceChanged(now, limit, out bool isSilent)) SaySilence(stream, from, track, isSilent, limit, logger);
            }
        }
    }

    /// <summary>Takes an RTP packet of a track; false for what is no media of it.</summary>
    public bool HandleRtp(int track, ReadOnlySpan<byte> bytes, MonotonicTime now)
    {
        lock (_gate)
        {
            if (!_tracks.TryGetValue(track, out RtpTrackReceiver? receiver) || !receiver.HandleRtp(bytes, now)) return false;
            Volatile.Write(ref _lastMedia, now.Nanoseconds);
            return true;
        }
    }

    /// <summary>Takes an RTCP packet of a track.</summary>
    public void HandleRtcp(int track, ReadOnlySpan<byte> bytes, MonotonicTime now)
    {
        lock (_gate)
        {
            if (_tracks.TryGetValue(track, out RtpTrackReceiver? receiver)) receiver.HandleRtcp(bytes, now);
        }
    }

    /// <summary>Gives up packets that were waited for long enough.</summary>
    public void HandleTimeout(MonotonicTime now)
    {
        lock (_gate)
        {
            foreach (RtpTrackReceiver track in _tracks.Values) track.HandleTimeout(now);
        }
    }

    /// <summary>Tells the stream what was counted of the packets.</summary>
    public void ReportFigures()
    {
        lock (_gate)
        {
            foreach (RtpTrackReceiver track in _tracks.Values) track.ReportFigures();
        }
    }

    /// <summary>Writes a receiver report about a track; 0 bytes where there is nothing to report.</summary>
    public int WriteReport(int track, uint ssrc, string cname, MonotonicTime now, Span<byte> target)
    {
        lock (_gate) return _tracks.TryGetValue(track, out RtpTrackReceiver? receiver) ? receiver.WriteReport(ssrc, cname, now, target) : 0;
    }

    /// <summary>Ends the publication, for good or until the next start; the last unit goes on whole.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            Volatile.Write(ref _lastMedia, NotReceiving);
            foreach (RtpTrackReceiver track in _tracks.Values)
            {
                track.ReportFigures();
                track.Dispose();
            }

            _tracks.Clear();
            _publication?.End();
            Volatile.Write(ref _publication, null);
        }
    }

    private void SaySilence(string stream, object from, RtpTrackReceiver track, bool isSilent, TimeSpan limit, ILogger logger)
    {
        string kind = WordFor(track.Kind);
        if (!isSilent)
        {
            RtpTrackLog.TrackComesAgain(logger, stream, from, kind);
            return;
        }

        RtpTrackLog.TrackSilent(logger, stream, from, kind, limit.TotalSeconds);
        _publication?.ReportFault(string.Create(CultureInfo.InvariantCulture, $"{kind} was announced, but none has come for {limit.TotalSeconds:0.#} s; other tracks come"), SourceCause.NoMedia);
    }

    private static string WordFor(MediaKind kind) => kind switch
    {
        MediaKind.Video => "video",
        MediaKind.Audio => "audio",
        _ => "data",
    };
}
