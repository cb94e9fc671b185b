using System.Diagnostics.CodeAnalysis;
using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs.H265;

/// <summary>The parameter sets of a track of H.265.</summary>
internal sealed class H265ParameterTable : ParameterSetTable
{
    private readonly Dictionary<int, H265Vps> _vps = [];
    private readonly Dictionary<int, (H265Sps Sps, H265Format Format)> _sps = [];
    private readonly Dictionary<int, H265Pps> _pps = [];

    /// <summary>The format of the sequence parameter set with the lowest identifier, or null while there is none.</summary>
    public H265Format? FirstFormat
    {
        get
        {
            foreach (ParameterSet set in Sets.Sets)
            {
                if (set.Kind == ParameterSetKind.Sps) return _sps[set.Id].Format;
            }

            return null;
        }
    }

    /// <summary>The sets that a slice names.</summary>
    public bool TryFind(int ppsId, [NotNullWhen(true)] out H265Pps? pps, [NotNullWhen(true)] out H265Sps? sps)
    {
        sps = null;
        if (!_pps.TryGetValue(ppsId, out pps) || !_sps.TryGetValue(pps.SpsId, out var found)) return false;
        sps = found.Sps;
        return true;
    }

    /// <summary>The format and sequence parameter set that a slice names.</summary>
    public bool TryFindFormat(int ppsId, [NotNullWhen(true)] out H265Sps? sps, [NotNullWhen(true)] out H265Format? format)
    {
        (sps, format) = (null, null);
        if (!_pps.TryGetValue(ppsId, out H265Pps? pps) || !_sps.TryGetValue(pps.SpsId, out var found)) return false;
        (sps, format) = found;
        return true;
    }

    /// <inheritdoc/>
    protected override bool TryParse(ReadOnlySpan<byte> nal)
    {
        if (H265Sps.TryParse(nal, out H265Sps? sps))
        {
            if (!TryKeep(ParameterSetKind.Sps, sps.Id, nal)) return false;
            _sps[sps.Id] = (sps, H265Format.Of(sps, _vps.GetValueOrDefault(sps.VpsId)));
            return true;
        }

        if (H265Pps.TryParse(nal, out H265Pps? pps))
        {
            if (!TryKeep(ParameterSetKind.Pps, pps.Id, nal)) return false;
            _pps[pps.Id] = pps;
            return true;
        }

        if (!H265Vps.TryParse(nal, out H265Vps? vps) || !TryKeep(ParameterSetKind.Vps, vps.Id, nal)) return false;
        _vps[vps.Id] = vps;
        foreach ((int id, (H265Sps known, _)) in _sps.ToArray())
        {
            if (known.VpsId == vps.Id) _sps[id] = (known, H265Format.Of(known, vps));
        }

        return true;
    }
}
