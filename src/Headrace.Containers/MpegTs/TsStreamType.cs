namespace Headrace.Containers.MpegTs;

/// <summary>Stream types that program map tables name (ISO/IEC 13818-1, table 2-34).</summary>
public static class TsStreamType
{
    /// <summary>MPEG-1 video.</summary>
    public const byte Mpeg1Video = 0x01;

    /// <summary>MPEG-2 video.</summary>
    public const byte Mpeg2Video = 0x02;

    /// <summary>MPEG audio at the sample rates of MPEG-1 (ISO/IEC 11172-3).</summary>
    public const byte Mpeg1Audio = 0x03;

    /// <summary>MPEG audio at low sample rates (ISO/IEC 13818-3).</summary>
    public const byte Mpeg2Audio = 0x04;

    /// <summary>Private data in PES packets: descriptors say what it is.</summary>
    public const byte PrivateData = 0x06;

    /// <summary>AAC with ADTS headers.</summary>
    public const byte Adts = 0x0F;

    /// <summary>MPEG-4 video.</summary>
    public const byte Mpeg4Video = 0x10;

    /// <summary>AAC in LATM, with sync headers.</summary>
    public const byte Latm = 0x11;

    /// <summary>Metadata in PES packets: descriptors say what it is.</summary>
    public const byte Metadata = 0x15;

    /// <summary>AC-3, as ATSC has it.</summary>
    public const byte Ac3 = 0x81;

    /// <summary>E-AC-3, as ATSC has it.</summary>
    public const byte Eac3 = 0x87;

    /// <summary>H.264.</summary>
    public const byte H264 = 0x1B;

    /// <summary>H.265.</summary>
    public const byte H265 = 0x24;

    /// <summary>What a stream type stands for, for people; null where the table gives it no one meaning.</summary>
    public static string? NameOf(byte streamType) => streamType switch
    {
        Mpeg1Video => "MPEG-1 video",
        Mpeg2Video => "MPEG-2 video",
        Mpeg1Audio => "MPEG-1 audio",
        Mpeg2Audio => "MPEG-2 audio",
        0x05 => "private sections",
        PrivateData => "private data",
        0x0B => "DSM-CC",
        Adts => "AAC with ADTS headers",
        Mpeg4Video => "MPEG-4 video",
        Latm => "AAC in LATM",
        Metadata => "metadata",
        H264 => "H.264",
        0x1C => "raw AAC",
        0x20 => "H.264 of a second view",
        0x21 => "JPEG 2000",
        H265 => "H.265",
        0x32 => "JPEG-XS",
        0x33 => "H.266",
        0x42 => "AVS video",
        0x81 => "AC-3",
        0x82 => "DTS",
        0x83 => "TrueHD",
        0x86 => "SCTE-35",
        0x87 => "E-AC-3",
        0xD1 => "Dirac",
        0xEA => "VC-1",
        _ => null,
    };
}
