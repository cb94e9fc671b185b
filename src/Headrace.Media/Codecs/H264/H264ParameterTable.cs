using System.Diagnostics.CodeAnalysis;
using Headrace.Media.Bits;
using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs.H264;

/// <summary>The parameter sets of a track, as bytes and parsed. Single-threaded; a set that is there already costs a comparison only.</summary>
public sealed class H264ParameterTable
{
    private readonly Dictionary<int, (H264Sps Sps, H264Format Format)> _sps = [];
    private readonly Dictionary<int, H264Pps> _pps = [];

    /// <summary>The sets as bytes.</summary>
    public ParameterSets Sets { get; private set; } = ParameterSets.Empty;

    /// <summary>The format of the set with the lowest identifier, or null while there is none.</summary>
    public H264Format? FirstFormat => Sets.Sets is [{ Kind: ParameterSetKind.Sps } first, ..] ? _sps[first.Id].Format : null;

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
    public bool TryAdd(ReadOnlySpan<byte> nal)
    {
        nal = AnnexB.TrimNal(nal);
        if (Contains(nal)) return true;
        if (H264Sps.TryParse(nal, out H264Sps? sps))
        {
            if (!TryKeep(ParameterSetKind.Sps, sps.Id, nal)) return false;
            _sps[sps.Id] = (sps, H264Format.Of(sps));
            return true;
        }

        if (!H264Pps.TryParse(nal, out H264Pps? pps) || !TryKeep(ParameterSetKind.Pps, pps.Id, nal)) return false;
        _pps[pps.Id] = pps;
        return true;
    }

    /// <summary>The sets that a slice names.</summary>
    public bool TryFind(int ppsId, [NotNullWhen(true)] out H264Pps? pps, [NotNullWhen(true)] out H264Sps? sps)
    {
        sps = null;
        if (!_pps.TryGetValue(ppsId, out pps) || !_sps.TryGetValue(pps.SpsId, out var found)) return false;
        sps = found.Sps;
        return true;
    }

    /// <summary>The format and sequence parameter set that a slice names.</summary>
    public bool TryFindFormat(int ppsId, [NotNullWhen(true)] out H264Sps? sps, [NotNullWhen(true)] out H264Format? format)
    {
        (sps, format) = (null, null);
        if (!_pps.TryGetValue(ppsId, out H264Pps? pps) || !_sps.TryGetValue(pps.SpsId, out var found)) return false;
        (sps, format) = found;
        return true;
    }

    private bool TryKeep(ParameterSetKind kind, int id, ReadOnlySpan<byte> nal)
    {
        ParameterSets changed = Sets.With(kind, id, nal);
        if (ReferenceEquals(changed, Sets)) return false;
        Sets = changed;
        return true;
    }
}
