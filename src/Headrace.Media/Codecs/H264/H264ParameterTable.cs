using System.Diagnostics.CodeAnalysis;
using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs.H264;

/// <summary>The parameter sets of a track of H.264.</summary>
internal sealed class H264ParameterTable : ParameterSetTable
{
    private readonly Dictionary<int, (H264Sps Sps, H264Format Format)> _sps = [];
    private readonly Dictionary<int, H264Pps> _pps = [];

    /// <summary>The format of the set with the lowest identifier, or null while there is none.</summary>
    public H264Format? FirstFormat => Sets.Sets is [{ Kind: ParameterSetKind.Sps } first, ..] ? _sps[first.Id].Format : null;

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

    /// <inheritdoc/>
    protected override bool TryParse(ReadOnlySpan<byte> nal)
    {
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
}
