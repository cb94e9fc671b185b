using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.PayloadFormats;
using Headrace.Protocols.Rtp.Receiving;
using Headrace.Protocols.Rtp.Sdp;
using Headrace.Protocols.Rtsp.Headers;
using Headrace.Protocols.Rtsp.Server;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.Rtsp;

/// <summary>What is published over RTSP, by a publisher or pulled from a camera: from the packets of its tracks to units of its publication. Started and stopped by the connection's loop; packets may come from others.</summary>
internal sealed class RtspPublisher
{
    /// <summary>Greatest length of a report about a track.</summary>
    public const int MaxReportBytes = 256;

    private const long NotRecording = long.MaxValue;

    private static readonly TimeSpan FaultInterval = TimeSpan.FromSeconds(1);

    // Uncontended over TCP, where one loop does all; over UDP two ports and a timer meet the connection's loop here.
    private readonly Lock _gate = new();

    private readonly Dictionary<int, RtpTrackDescription> _usable = [];
    private readonly Dictionary<int, RtspTrackReceiver> _tracks = [];
    private readonly AdaptiveReading _reading = new();
    private Publication? _publication;
    private long _lastMedia = NotRecording;
    private MonotonicTime _nextFaults;

    private RtspPublisher(SessionDescription sdp)
    {
        List<string> words = [];
        for (int i = 0; i < sdp.Media.Length; i++)
        {
            if (RtpPayloadFormats.TryRead(sdp.Media[i], out RtpTrackDescription? description, out RtpTrackRefusal refusal)) _usable[i] = description;
            words.Add(description is null ? $"{sdp.Media[i].Kind} left out ({refusal})" : description.Format?.Description ?? description.Map.EncodingName);
        }

        Description = string.Join(", ", words);
        Tracks = [.. sdp.Media.Select(media => new RtspTrack(media.Control ?? ""))];
    }

    /// <summary>The tracks in words, and those that are left out with the reason.</summary>
    public string Description { get; }

    /// <summary>The media of the session description, in its order.</summary>
    public ImmutableArray<RtspTrack> Tracks { get; }

    /// <summary>Reads what a publisher announces; false with the reason in words when nothing of it can be used.</summary>
    public static bool TryCreate(ReadOnlySpan<byte> body, [NotNullWhen(true)] out RtspPublisher? publisher, [NotNullWhen(false)] out string? problem)
    {
        publisher = null;
        problem = null;
        if (!SdpReader.TryRead(body, out SessionDescription sdp, out SdpError error)) problem = error.ToString();
        return problem is null && TryCreate(sdp, out publisher, out problem);
    }

    /// <summary>The same, for a description that was read.</summary>
    public static bool TryCreate(SessionDescription sdp, [NotNullWhen(true)] out RtspPublisher? publisher, [NotNullWhen(false)] out string? problem)
    {
        RtspPublisher read = new(sdp);
        problem = read._usable.Count > 0 ? null : read.Tracks.IsEmpty ? "it names no media" : read.Description;
        publisher = problem is null ? read : null;
        return problem is null;
    }

    /// <summary>Begins, or goes on after a pause, to publish the tracks that were set up.</summary>
    public PublishRefusal TryStart(StreamRegistry streams, Session session, ImmutableArray<RtspTrackSetup> setUp, MonotonicTime now)
    {
        List<AnnouncedTrack> announced = [];
        List<(RtspTrackSetup Setup, RtpTrackDescription Description)> usable = [];
        foreach (RtspTrackSetup setup in setUp)
        {
            if (!_usable.TryGetValue(setup.Track, out RtpTrackDescription? description)) continue;
            usable.Add((setup, description));
            announced.Add(new AnnouncedTrack(description.PayloadFormat.Codec, description.Format, description.ParameterSets, description.ClockRate));
        }

        PublishRefusal refusal = streams.TryPublish(session.StreamName!, announced, session, out Publication? publication);
        if (publication is null) return refusal;
        RtpReorderLimits reordering = new() { Window = publication.Options.ReorderWindow };
        lock (_gate)
        {
            _publication = publication;
            Volatile.Write(ref _lastMedia, now.Nanoseconds);
            foreach ((int place, (RtspTrackSetup setup, RtpTrackDescription description)) in usable.Index())
            {
                _tracks[setup.Track] = new RtspTrackReceiver(publication, place, description, setup.Transport.Lower == LowerTransport.Tcp ? null : reordering, now);
            }
        }

        return PublishRefusal.None;
    }

    /// <summary>How long its connection is not read now, so that it sends less; only where its stream says that it adapts. On the connection's loop.</summary>
    public TimeSpan PauseAfter(int bytes, MonotonicTime now) =>
        _publication is { Options.AdaptiveSender: true } publication ? _reading.PauseAfter(bytes, publication.Pressure, now) : TimeSpan.Zero;

    /// <summary>True when it records and no packet of its media has come for longer than a limit. From the endpoint's timer.</summary>
    public bool IsSilent(MonotonicTime now, TimeSpan limit)
    {
        long last = Volatile.Read(ref _lastMedia);
        return last != NotRecording && now - new MonotonicTime(last) > limit;
    }

    /// <summary>True when every track that has begun has said that it sends no more.</summary>
    public bool HasEnded
    {
        get
        {
            lock (_gate) return _tracks.Values.Any(track => track.HasEnded) && _tracks.Values.All(track => track.HasEnded || !track.HasBegun);
        }
    }

    /// <summary>
    /// Says what is wrong with tracks, from a timer: in the log what of them cannot be made units of; there and as the stream's fault which pictures or sound were announced, and have not
    /// come for longer than a limit while other tracks do.
    /// </summary>
    /// <param name="stream">Name of the stream that is published.</param>
    /// <param name="from">Who sends, for the log.</param>
    /// <param name="now">The present instant.</param>
    /// <param name="limit">How long without media is silence.</param>
    /// <param name="logger">Log.</param>
    public void CheckTracks(string stream, object from, MonotonicTime now, TimeSpan limit, ILogger logger)
    {
        bool saysFaults = now >= _nextFaults;
        if (saysFaults) _nextFaults = now + FaultInterval;
        lock (_gate)
        {
            foreach (RtspTrackReceiver track in _tracks.Values)
            {
                if (saysFaults && track.TakeFaults() is { Total: > 0 } faults) RtspLog.Unreadable(logger, stream, from, WordFor(track.Kind), faults.Total, faults);
                if (track.Kind != MediaKind.Data && !IsSilent(now, limit) && track.HasSilenceChanged(now, limit, out bool isSilent)) SaySilence(stream, from, track, isSilent, limit, logger);
            }
        }
    }

    /// <summary>Takes an RTP packet of a track of the session description.</summary>
    public void HandleRtp(int track, ReadOnlySpan<byte> bytes, MonotonicTime now)
    {
        lock (_gate)
        {
            if (_tracks.TryGetValue(track, out RtspTrackReceiver? receiver) && receiver.HandleRtp(bytes, now)) Volatile.Write(ref _lastMedia, now.Nanoseconds);
        }
    }

    /// <summary>Takes an RTCP packet of a track.</summary>
    public void HandleRtcp(int track, ReadOnlySpan<byte> bytes, MonotonicTime now)
    {
        lock (_gate)
        {
            if (_tracks.TryGetValue(track, out RtspTrackReceiver? receiver)) receiver.HandleRtcp(bytes, now);
        }
    }

    /// <summary>Gives up packets that were waited for long enough.</summary>
    public void HandleTimeout(MonotonicTime now)
    {
        lock (_gate)
        {
            foreach (RtspTrackReceiver track in _tracks.Values) track.HandleTimeout(now);
        }
    }

    /// <summary>Tells the stream what was counted of the packets.</summary>
    public void ReportFigures()
    {
        lock (_gate)
        {
            foreach (RtspTrackReceiver track in _tracks.Values) track.ReportFigures();
        }
    }

    /// <summary>Writes a receiver report about a track; 0 bytes where there is nothing to report.</summary>
    public int WriteReport(int track, uint ssrc, string cname, MonotonicTime now, Span<byte> target)
    {
        lock (_gate) return _tracks.TryGetValue(track, out RtspTrackReceiver? receiver) ? receiver.WriteReport(ssrc, cname, now, target) : 0;
    }

    /// <summary>True for a medium of the description that can be received.</summary>
    public bool IsUsable(int track) => _usable.ContainsKey(track);

    /// <summary>Ends the publication, for good or until the next start; the last unit goes on whole.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            Volatile.Write(ref _lastMedia, NotRecording);
            foreach (RtspTrackReceiver track in _tracks.Values)
            {
                track.ReportFigures();
                track.Dispose();
            }

            _tracks.Clear();
            _publication?.End();
            _publication = null;
        }
    }

    private void SaySilence(string stream, object from, RtspTrackReceiver track, bool isSilent, TimeSpan limit, ILogger logger)
    {
        string kind = WordFor(track.Kind);
        if (!isSilent)
        {
            RtspLog.TrackComesAgain(logger, stream, from, kind);
            return;
        }

        RtspLog.TrackSilent(logger, stream, from, kind, limit.TotalSeconds);
        _publication?.ReportFault(string.Create(CultureInfo.InvariantCulture, $"{kind} was announced, but none has come for {limit.TotalSeconds:0.#} s; other tracks come"));
    }

    private static string WordFor(MediaKind kind) => kind switch
    {
        MediaKind.Video => "video",
        MediaKind.Audio => "audio",
        _ => "data",
    };
}
