namespace Headrace.Containers.MpegTs;

/// <summary>Stream types that program map tables name (ISO/IEC 13818-1, table 2-34).</summary>
public static class TsStreamType
{
    /// <summary>MPEG audio at the sample rates of MPEG-1 (ISO/IEC 11172-3).</summary>
    public const byte Mpeg1Audio = 0x03;

    /// <summary>MPEG audio at low sample rates (ISO/IEC 13818-3).</summary>
    public const byte Mpeg2Audio = 0x04;

    /// <summary>Private data in PES packets: descriptors say what it is.</summary>
    public const byte PrivateData = 0x06;

    /// <summary>AAC with ADTS headers.</summary>
    public const byte Adts = 0x0F;

    /// <summary>H.264.</summary>
    public const byte H264 = 0x1B;

    /// <summary>H.265.</summary>
    public const byte H265 = 0x24;
}
