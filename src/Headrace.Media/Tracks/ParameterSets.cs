using System.Collections.Immutable;

namespace Headrace.Media.Tracks;

/// <summary>
/// The parameter sets in force for a track, in the order in which a decoder needs them (VPS, SPS, PPS; by identifier within a kind).
/// Immutable: a set that is added or replaced gives a new object, so that readers see a change by comparing references.
/// </summary>
public sealed class ParameterSets
{
    /// <summary>Greatest number of sets kept for a track; one more is ignored.</summary>
    public const int MaxSets = 64;

    /// <summary>Greatest length of one set, in bytes.</summary>
    public const int MaxSetLength = 8192;

    private ParameterSets(ImmutableArray<ParameterSet> sets) => Sets = sets;

    /// <summary>None: what tracks without parameter sets have.</summary>
    public static ParameterSets Empty { get; } = new([]);

    /// <summary>All sets, in decoder order.</summary>
    public ImmutableArray<ParameterSet> Sets { get; }

    /// <summary>This collection with one NAL unit added or replaced; the same object when it is there already, or does not fit the bounds.</summary>
    public ParameterSets With(ParameterSetKind kind, int id, ReadOnlySpan<byte> nal)
    {
        if (nal.IsEmpty || nal.Length > MaxSetLength) return this;
        int at = 0;
        while (at < Sets.Length && (Sets[at].Kind, Sets[at].Id).CompareTo((kind, id)) < 0) at++;
        if (at < Sets.Length && Sets[at].Kind == kind && Sets[at].Id == id)
        {
            return Sets[at].Nal.Span.SequenceEqual(nal) ? this : new ParameterSets(Sets.SetItem(at, new ParameterSet(kind, id, nal.ToArray())));
        }

        return Sets.Length >= MaxSets ? this : new ParameterSets(Sets.Insert(at, new ParameterSet(kind, id, nal.ToArray())));
    }

    /// <summary>True when there is a set of a kind.</summary>
    public bool Has(ParameterSetKind kind)
    {
        foreach (ParameterSet set in Sets)
        {
            if (set.Kind == kind) return true;
        }

        return false;
    }

    /// <summary>True when the other collection has the same sets, byte for byte.</summary>
    public bool ContentEquals(ParameterSets other)
    {
        if (ReferenceEquals(this, other)) return true;
        if (Sets.Length != other.Sets.Length) return false;
        for (int i = 0; i < Sets.Length; i++)
        {
            if (Sets[i].Kind != other.Sets[i].Kind || Sets[i].Id != other.Sets[i].Id || !Sets[i].Nal.Span.SequenceEqual(other.Sets[i].Nal.Span)) return false;
        }

        return true;
    }

    /// <summary>The set of a kind and identifier, or null.</summary>
    public ParameterSet? Find(ParameterSetKind kind, int id)
    {
        foreach (ParameterSet set in Sets)
        {
            if (set.Kind == kind && set.Id == id) return set;
        }

        return null;
    }
}

/// <summary>Kinds of parameter sets, in decoder order.</summary>
public enum ParameterSetKind : byte
{
    /// <summary>Video parameter set (H.265).</summary>
    Vps,

    /// <summary>Sequence parameter set.</summary>
    Sps,

    /// <summary>Picture parameter set.</summary>
    Pps,
}

/// <summary>One parameter set: a whole NAL unit with its header, without start code or length.</summary>
public sealed record ParameterSet(ParameterSetKind Kind, int Id, ReadOnlyMemory<byte> Nal);
