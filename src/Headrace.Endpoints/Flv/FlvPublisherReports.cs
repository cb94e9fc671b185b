using System.Collections.Immutable;
using System.Globalization;
using Headrace.Containers.Flv.Reading;
using Headrace.Endpoints.Publications;
using Headrace.Media.Codecs;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.Flv;

/// <summary>What is told of FLV that is published: to the stream in figures, to the log in lines, at most one a second of each kind.</summary>
internal sealed class FlvPublisherReports(Session session, ILogger logger)
{
    private static readonly TimeSpan LogInterval = TimeSpan.FromSeconds(1);

    private readonly FaultCounts _faults = new(Enum.GetNames<FlvFault>());
    private readonly Dictionary<int, UnitFaults> _told = [];
    private MonotonicTime _nextLog;

    /// <summary>True once a track was left out.</summary>
    public bool HasOmitted { get; private set; }

    /// <summary>Tracks in words.</summary>
    public static string Describe(ImmutableArray<FlvTrack> tracks) => string.Join(", ", tracks.Select(static track =>
        track.Number == 0 ? track.Codec.DisplayName : string.Create(CultureInfo.InvariantCulture, $"{track.Codec.DisplayName} (track {track.Number})")));

    /// <summary>Counts a fault.</summary>
    public void Count(FlvFault fault) => _faults.Add((int)fault);

    /// <summary>Tells a stream what was counted of its tracks.</summary>
    public static void ReportTo(Publication publication, FlvMessageReader reader, int tracks)
    {
        for (int track = 0; track < tracks; track++) publication.ReportTransport(track, new TransportFigures(0, 0, 0, 0, 0, TimeSpan.Zero, 0, reader.FaultsOf(track)));
    }

    /// <summary>Says in the log what is wrong, if something is and it is time to.</summary>
    public void Log(FlvMessageReader reader, ImmutableArray<FlvTrack> tracks, MonotonicTime now)
    {
        if (now < _nextLog) return;
        _nextLog = now + LogInterval;
        if (_faults.Take(out string words) is > 0 and long count) FlvLog.Faulty(logger, session.StreamName, session.Remote, count, words);
        foreach ((int i, FlvTrack track) in tracks.Index())
        {
            UnitFaults all = reader.FaultsOf(i);
            UnitFaults news = all - _told.GetValueOrDefault(i);
            _told[i] = all;
            if (news.Total > 0) FlvLog.Unreadable(logger, session.StreamName, session.Remote, track.Codec.DisplayName, news.Total, news);
        }
    }

    /// <summary>Says which tracks begin.</summary>
    public void LogBegin(ImmutableArray<FlvTrack> tracks)
    {
        _told.Clear();
        string words = Describe(tracks);
        FlvLog.Begins(logger, session.StreamName, session.Remote, words);
    }

    /// <summary>Says that the tracks become others.</summary>
    public void LogChange() => FlvLog.Changes(logger, session.StreamName, session.Remote);

    /// <summary>Says that a track is left out.</summary>
    public void LogOmission(in FlvOmission omission)
    {
        HasOmitted = true;
        string kind = omission.Kind == MediaKind.Video ? "picture" : "sound";
        string reason = omission.Reason == FlvOmissionReason.TooMany ? $"a stream has at most {FlvMessageReader.MaxTracks} tracks" : $"nothing here reads it; send another codec for the {kind}";
        FlvLog.Omitted(logger, session.StreamName, session.Remote, omission.Name, reason);
    }
}
