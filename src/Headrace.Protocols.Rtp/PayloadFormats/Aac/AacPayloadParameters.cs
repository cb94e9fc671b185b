using Headrace.Protocols.Rtp.Sdp;

namespace Headrace.Protocols.Rtp.PayloadFormats.Aac;

/// <summary>The lengths of the fields of an AU header, in bits, and what replaces them (RFC 3640, 4.1).</summary>
internal sealed record AacPayloadParameters
{
    private const int MaxFieldBits = 32;

    /// <summary>AU-size; 0 where all units have <see cref="ConstantSize"/>.</summary>
    public int SizeLength { get; private init; }

    /// <summary>AU-Index of the first unit.</summary>
    public int IndexLength { get; private init; }

    /// <summary>AU-Index-delta of the others.</summary>
    public int IndexDeltaLength { get; private init; }

    /// <summary>CTS-delta; 0 where there is not even its flag.</summary>
    public int CtsDeltaLength { get; private init; }

    /// <summary>DTS-delta; 0 where there is not even its flag.</summary>
    public int DtsDeltaLength { get; private init; }

    /// <summary>True when there is a RAP flag.</summary>
    public bool HasRandomAccessFlag { get; private init; }

    /// <summary>Stream-state.</summary>
    public int StreamStateLength { get; private init; }

    /// <summary>auxiliary-data-size; 0 where there is no auxiliary section.</summary>
    public int AuxiliarySizeLength { get; private init; }

    /// <summary>Bytes of each unit, or 0.</summary>
    public int ConstantSize { get; private init; }

    /// <summary>Ticks of the RTP clock of each unit, or 0 where the format says it.</summary>
    public int ConstantDuration { get; private init; }

    /// <summary>True when packets have an AU header section.</summary>
    public bool HasHeaders => SizeLength + IndexLength + IndexDeltaLength + CtsDeltaLength + DtsDeltaLength + StreamStateLength > 0 || HasRandomAccessFlag;

    /// <summary>True for the layout that nearly every sender uses: 13 bits of size, 3 of index, nothing else.</summary>
    public bool IsHighBitRate =>
        this is { SizeLength: 13, IndexLength: 3, IndexDeltaLength: 3, CtsDeltaLength: 0, DtsDeltaLength: 0, HasRandomAccessFlag: false, StreamStateLength: 0, AuxiliarySizeLength: 0 };

    /// <summary>Reads the parameters; where they are silent, what the mode implies (3.3.5, 3.3.6). False when a field is too long.</summary>
    public static bool TryRead(FormatParameters parameters, out AacPayloadParameters result)
    {
        bool isLow = string.Equals(parameters["mode"], "AAC-lbr", StringComparison.OrdinalIgnoreCase);
        bool isGeneric = string.Equals(parameters["mode"], "generic", StringComparison.OrdinalIgnoreCase) || parameters["constantSize"] is not null;
        result = new AacPayloadParameters
        {
            SizeLength = parameters.GetInt("sizeLength", isGeneric ? 0 : isLow ? 6 : 13),
            IndexLength = parameters.GetInt("indexLength", isGeneric ? 0 : isLow ? 2 : 3),
            IndexDeltaLength = parameters.GetInt("indexDeltaLength", isGeneric ? 0 : isLow ? 2 : 3),
            CtsDeltaLength = parameters.GetInt("CTSDeltaLength", 0),
            DtsDeltaLength = parameters.GetInt("DTSDeltaLength", 0),
            HasRandomAccessFlag = parameters.GetInt("randomAccessIndication", 0) != 0,
            StreamStateLength = parameters.GetInt("streamStateIndication", 0),
            AuxiliarySizeLength = parameters.GetInt("auxiliaryDataSizeLength", 0),
            ConstantSize = parameters.GetInt("constantSize", 0),
            ConstantDuration = parameters.GetInt("constantDuration", 0),
        };
        ReadOnlySpan<int> lengths =
        [
            result.SizeLength, result.IndexLength, result.IndexDeltaLength, result.CtsDeltaLength, result.DtsDeltaLength,
            result.StreamStateLength, result.AuxiliarySizeLength,
        ];
        foreach (int length in lengths)
        {
            if (length > MaxFieldBits) return false;
        }

        return true;
    }
}
