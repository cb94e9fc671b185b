using Headrace.Media.Bits;
using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs;

/// <summary>The parameter sets of a track, as bytes and parsed. Single-threaded; a set that is there already costs a comparison only.</summary>
public abstract class ParameterSetTable
{
    /// <summary>The sets as bytes.</summary>
    public ParameterSets Sets { get; private set; } = ParameterSets.Empty;

    /// <summary>True when the same bytes are there already.</summary>
    public bool Contains(ReadOnlySpan<byte> nal)
    {
        nal = AnnexB.TrimNal(nal);
        foreach (ParameterSet set in Sets.Sets)
        {
            if (set.Nal.Span.SequenceEqual(nal)) return true;
        }

        return false;
    }

    /// <summary>Adds or replaces a set: a NAL unit with its header. False when it cannot be parsed or does not fit (<see cref="ParameterSets"/>).</summary>
    public bool TryAdd(ReadOnlySpan<byte> nal) => Contains(nal) || TryParse(AnnexB.TrimNal(nal));

    /// <summary>Parses a set that is new and keeps it.</summary>
    protected abstract bool TryParse(ReadOnlySpan<byte> nal);

    /// <summary>Keeps the bytes of a set; false when there is no room.</summary>
    protected bool TryKeep(ParameterSetKind kind, int id, ReadOnlySpan<byte> nal)
    {
        ParameterSets changed = Sets.With(kind, id, nal);
        if (ReferenceEquals(changed, Sets)) return false;
        Sets = changed;
        return true;
    }
}
