using System.Collections.Immutable;
using Headrace.Containers.MpegTs.Reading;

namespace Headrace.Containers.MpegTs.Demuxing;

/// <summary>Tells of each stream that is left out once.</summary>
internal sealed class OmissionLog(ITsDemuxerSink sink)
{
    /// <summary>Streams that are remembered; a stream of tables that name more and more tells no more than these.</summary>
    private const int MaxTold = 256;

    private readonly HashSet<(int Pid, byte StreamType, TsOmission Reason)> _told = [];

    /// <summary>Tells of the streams of a program that are not among those that are read.</summary>
    /// <param name="program">The program.</param>
    /// <param name="known">Its streams whose codec is known.</param>
    public void Add(TsProgram program, ImmutableArray<TsProgramStream> known)
    {
        foreach (TsProgramStream stream in program.Streams)
        {
            if (stream.Carrier is null) Add(stream, TsOmission.Unknown);
        }

        for (int i = TsDemuxer.MaxTracks; i < known.Length; i++) Add(known[i], TsOmission.TooMany);
    }

    /// <summary>Tells of a stream.</summary>
    public void Add(TsProgramStream stream, TsOmission reason)
    {
        if (_told.Count < MaxTold && _told.Add((stream.Pid, stream.StreamType, reason))) sink.OnOmitted(stream, reason);
    }
}
