namespace Headrace.Containers.MpegTs;

/// <summary>Stream types that program map tables name (ISO/IEC 13818-1, table 2-34).</summary>
public static class TsStreamType
{
    /// <summary>Private data in PES packets: descriptors say what it is.</summary>
    public const byte PrivateData = 0x06;

    /// <summary>AAC with ADTS headers.</summary>
    public const byte Adts = 0x0F;

    /// <summary>H.264.</summary>
    public const byte H264 = 0x1B;

    /// <summary>H.265.</summary>
    public const byte H265 = 0x24;
}
