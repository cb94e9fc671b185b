using Headrace.Media.Codecs;
using Headrace.Media.Tracks;
using Headrace.Streaming.Figures;

namespace Headrace.Streaming.Streams;

/// <summary>A track's place in a stream: what is known of it and what was counted. Owned by the stream's lock.</summary>
internal sealed class TrackSlot(int id, Codec codec)
{
    private TrackFormat? _seenFormat;
    private ParameterSets? _seenSets;
    private bool _carriesDiscontinuity;

    public int Id { get; } = id;

    public Codec Codec { get; private set; } = codec;

    /// <summary>Null until the format is known.</summary>
    public Track? Track { get; set; }

    /// <summary>True from a damaged unit, or the start of an input, to the next random access point.</summary>
    public bool AwaitsRandomAccess { get; set; }

    /// <summary>True while pictures that lead the last open point must not go on, because their references did not.</summary>
    public bool DropsLeading { get; set; }

    public TrackCounters Counters { get; } = new();

    /// <summary>What the input's transport said last; null where it has no packets.</summary>
    public TransportFigures? Transport { get; set; }

    /// <summary>Path time of the last join point made of audio, for streams without video.</summary>
    public long LastAudioJoinPoint { get; set; } = -1_000_000_000_000;

    /// <summary>A new input takes the place.</summary>
    public void BeginInput(AnnouncedTrack announced)
    {
        Codec = announced.Codec;
        AwaitsRandomAccess = Codec.Kind == MediaKind.Video;
        DropsLeading = false;
        Transport = null;
        _seenFormat = null;
        _seenSets = null;

        // A format that differs from the last one is applied with the first unit that has it, so that the change has a place in time.
        if (Track is null && announced.Format is not null) Track = new Track(Id, announced.Format, announced.ParameterSets);
    }

    /// <summary>True when the unit brings the format and sets that the last one had: the case of nearly every unit.</summary>
    public bool HasSeen(in AssembledUnit unit) => ReferenceEquals(_seenFormat, unit.Format) && ReferenceEquals(_seenSets, unit.ParameterSets);

    /// <summary>Makes a new track of what differs, if anything does.</summary>
    public void Apply(TrackFormat format, ParameterSets sets)
    {
        _seenFormat = format;
        _seenSets = sets;
        if (Track is { } track && track.Format.Equals(format))
        {
            if (track.ParameterSets.ContentEquals(sets)) return;
            Track = track with { ParameterSets = sets };
            return;
        }

        Track = new Track(Id, format, sets);
    }

    /// <summary>Remembers a discontinuity that came with a unit that does not go on.</summary>
    public void CarryDiscontinuity(bool isDiscontinuity) => _carriesDiscontinuity |= isDiscontinuity;

    /// <summary>The discontinuity of the unit that does go on.</summary>
    public bool TakeDiscontinuity(bool isDiscontinuity)
    {
        bool result = isDiscontinuity || _carriesDiscontinuity;
        _carriesDiscontinuity = false;
        return result;
    }
}
