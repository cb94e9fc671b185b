using System.Collections.Immutable;
using Headrace.Containers.MpegTs;
using Headrace.Containers.MpegTs.Demuxing;
using Headrace.Containers.MpegTs.Reading;
using Headrace.Endpoints.Publications;
using Headrace.Media.Codecs;
using Headrace.Media.Timing;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.MpegTs;

/// <summary>What is told of a transport stream that is published: to the stream in figures, to the log in lines, at most one a second of each kind.</summary>
internal sealed class TsPublisherReports(Session session, ILogger logger)
{
    private static readonly TimeSpan LogInterval = TimeSpan.FromSeconds(1);

    private readonly FaultCounts _faults = new(Enum.GetNames<TsFault>(), "PID");
    private readonly Dictionary<int, UnitFaults> _told = [];
    private MonotonicTime _nextLog;

    /// <summary>True once a stream of a program was left out.</summary>
    public bool HasOmitted { get; private set; }

    /// <summary>Tracks in words.</summary>
    public static string Describe(ImmutableArray<TsTrack> tracks) => string.Join(", ", tracks.Select(static track => $"{track.Codec.DisplayName} (PID {track.Stream.Pid})"));

    /// <summary>Counts a fault.</summary>
    public void Count(TsFault fault, int pid) => _faults.Add((int)fault, pid);

    /// <summary>Tells a stream what was counted of its tracks' packets.</summary>
    public static void ReportTo(Publication publication, TsDemuxer demuxer, int tracks)
    {
        for (int track = 0; track < tracks; track++)
        {
            TsPidFigures figures = demuxer.FiguresOf(track);
            publication.ReportTransport(track, new TransportFigures(figures.Packets, figures.Lost, 0, 0, figures.Duplicates, TimeSpan.Zero, 0, demuxer.FaultsOf(track)));
        }
    }

    /// <summary>Says in the log what is wrong, if something is and it is time to.</summary>
    public void Log(TsDemuxer demuxer, ImmutableArray<TsTrack> tracks, MonotonicTime now)
    {
        if (now < _nextLog) return;
        _nextLog = now + LogInterval;
        if (_faults.Take(out string words) is > 0 and long count) TsLog.Faulty(logger, session.StreamName, session.Remote, count, words);
        foreach ((int i, TsTrack track) in tracks.Index())
        {
            UnitFaults all = demuxer.FaultsOf(i);
            UnitFaults news = all - _told.GetValueOrDefault(i);
            _told[i] = all;
            if (news.Total > 0) TsLog.Unreadable(logger, session.StreamName, session.Remote, track.Codec.DisplayName, news.Total, news);
        }
    }

    /// <summary>Says which tracks begin.</summary>
    public void LogBegin(TsProgram program, ImmutableArray<TsTrack> tracks)
    {
        _told.Clear();
        string words = Describe(tracks);
        TsLog.Begins(logger, session.StreamName, session.Remote, program.Number, words);
    }

    /// <summary>Says that the tracks become others.</summary>
    public void LogChange(TsProgram program) => TsLog.Changes(logger, session.StreamName, session.Remote, program.Number);

    /// <summary>Says that a stream is left out.</summary>
    public void LogOmission(TsProgramStream stream, TsOmission reason)
    {
        HasOmitted = true;
        string name = TsStreamType.NameOf(stream.StreamType) is { } known ? ", " + known : "";
        TsLog.Omitted(logger, session.StreamName, session.Remote, stream.Pid, stream.StreamType, name, reason switch
        {
            TsOmission.Scrambled => "its packets are scrambled; take it from where it is not",
            TsOmission.TooMany => $"a stream has at most {TsDemuxer.MaxTracks} tracks",
            _ => "nothing here reads it",
        });
    }
}
