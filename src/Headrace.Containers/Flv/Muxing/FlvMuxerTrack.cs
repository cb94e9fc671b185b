using Headrace.Containers.Flv.TagBodies;
using Headrace.Media.Tracks;

namespace Headrace.Containers.Flv.Muxing;

/// <summary>A track that a muxer writes.</summary>
internal sealed class FlvMuxerTrack(Track track, TagBody body)
{
    private TrackFormat? _format;
    private ParameterSets? _sets;

    /// <summary>The track as it was last.</summary>
    public Track Track { get; set; } = track;

    public TagBody Body => body;

    /// <summary>Number among the tracks of its kind; the first one, 0, is written plain.</summary>
    public int Number { get; set; }

    /// <summary>True where it is written in the form that players of before know.</summary>
    public bool IsClassic => Number == 0 && body.ClassicId >= 0;

    /// <summary>True when the configuration has to be written before a unit of the track.</summary>
    public bool NeedsHeader => body.HasSequenceHeader && !(ReferenceEquals(_sets, Track.ParameterSets) && (ReferenceEquals(_format, Track.Format) || Track.Format.Equals(_format)));

    /// <summary>True when a configuration was written, in an entry or before a unit.</summary>
    public bool HasWrittenHeader => _format is not null;

    /// <summary>The configuration was written for all.</summary>
    public void NoteHeader() => (_format, _sets) = (Track.Format, Track.ParameterSets);

    /// <summary>What was written says nothing any more.</summary>
    public void ForgetHeader() => (_format, _sets) = (null, null);
}
