namespace Headrace.Containers.Mp4.Boxes;

/// <summary>Names of the boxes that are read or written.</summary>
internal static class BoxTypes
{
    /// <summary>Sample entry of AC-3.</summary>
    public static readonly FourCc Ac3 = new("ac-3"u8);

    /// <summary>Sample entry of A-law.</summary>
    public static readonly FourCc Alaw = new("alaw"u8);

    /// <summary>Sample entry of AV1.</summary>
    public static readonly FourCc Av01 = new("av01"u8);

    /// <summary>Configuration of AV1.</summary>
    public static readonly FourCc Av1C = new("av1C"u8);

    /// <summary>Sample entry of H.264 with its parameter sets.</summary>
    public static readonly FourCc Avc1 = new("avc1"u8);

    /// <summary>Sample entry of H.264 whose parameter sets lie in the samples.</summary>
    public static readonly FourCc Avc3 = new("avc3"u8);

    /// <summary>Configuration of H.264.</summary>
    public static readonly FourCc AvcC = new("avcC"u8);

    /// <summary>Meaning of colours.</summary>
    public static readonly FourCc Colr = new("colr"u8);

    /// <summary>Configuration of Opus.</summary>
    public static readonly FourCc DOps = new("dOps"u8);

    /// <summary>Chunk offsets of 64 bits.</summary>
    public static readonly FourCc Co64 = new("co64"u8);

    /// <summary>Composition offsets.</summary>
    public static readonly FourCc Ctts = new("ctts"u8);

    /// <summary>Configuration of AC-3.</summary>
    public static readonly FourCc Dac3 = new("dac3"u8);

    /// <summary>Configuration of E-AC-3.</summary>
    public static readonly FourCc Dec3 = new("dec3"u8);

    /// <summary>Configuration of FLAC.</summary>
    public static readonly FourCc DfLa = new("dfLa"u8);

    /// <summary>Data reference container.</summary>
    public static readonly FourCc Dinf = new("dinf"u8);

    /// <summary>Data references.</summary>
    public static readonly FourCc Dref = new("dref"u8);

    /// <summary>Sample entry of E-AC-3.</summary>
    public static readonly FourCc Ec3 = new("ec-3"u8);

    /// <summary>Edit list container.</summary>
    public static readonly FourCc Edts = new("edts"u8);

    /// <summary>Edit list.</summary>
    public static readonly FourCc Elst = new("elst"u8);

    /// <summary>Event message.</summary>
    public static readonly FourCc Emsg = new("emsg"u8);

    /// <summary>Sample entry of encrypted sound.</summary>
    public static readonly FourCc Enca = new("enca"u8);

    /// <summary>Sample entry of an encrypted picture.</summary>
    public static readonly FourCc Encv = new("encv"u8);

    /// <summary>Order of bytes, as QuickTime says it.</summary>
    public static readonly FourCc Enda = new("enda"u8);

    /// <summary>Elementary stream descriptor.</summary>
    public static readonly FourCc Esds = new("esds"u8);

    /// <summary>Sample entry of FLAC.</summary>
    public static readonly FourCc Flac = new("fLaC"u8);

    /// <summary>File type.</summary>
    public static readonly FourCc Ftyp = new("ftyp"u8);

    /// <summary>Handler.</summary>
    public static readonly FourCc Hdlr = new("hdlr"u8);

    /// <summary>Sample entry of H.265 whose parameter sets lie in the samples.</summary>
    public static readonly FourCc Hev1 = new("hev1"u8);

    /// <summary>Sample entry of H.265 with its parameter sets.</summary>
    public static readonly FourCc Hvc1 = new("hvc1"u8);

    /// <summary>Configuration of H.265.</summary>
    public static readonly FourCc HvcC = new("hvcC"u8);

    /// <summary>Sample entry of samples of 24 bits, of QuickTime.</summary>
    public static readonly FourCc In24 = new("in24"u8);

    /// <summary>Sample entry of linear PCM.</summary>
    public static readonly FourCc Ipcm = new("ipcm"u8);

    /// <summary>Sample entry of linear PCM, of QuickTime.</summary>
    public static readonly FourCc Lpcm = new("lpcm"u8);

    /// <summary>Media data.</summary>
    public static readonly FourCc Mdat = new("mdat"u8);

    /// <summary>Media header.</summary>
    public static readonly FourCc Mdhd = new("mdhd"u8);

    /// <summary>Media container.</summary>
    public static readonly FourCc Mdia = new("mdia"u8);

    /// <summary>Movie fragment header.</summary>
    public static readonly FourCc Mfhd = new("mfhd"u8);

    /// <summary>Media information container.</summary>
    public static readonly FourCc Minf = new("minf"u8);

    /// <summary>Movie fragment.</summary>
    public static readonly FourCc Moof = new("moof"u8);

    /// <summary>Movie.</summary>
    public static readonly FourCc Moov = new("moov"u8);

    /// <summary>Sample entry of MPEG-4 audio.</summary>
    public static readonly FourCc Mp4a = new("mp4a"u8);

    /// <summary>Sample entry of MPEG-4 video.</summary>
    public static readonly FourCc Mp4v = new("mp4v"u8);

    /// <summary>Sample entry of MP3, as QuickTime names it.</summary>
    public static readonly FourCc Mp3 = new(".mp3"u8);

    /// <summary>Movie extends container.</summary>
    public static readonly FourCc Mvex = new("mvex"u8);

    /// <summary>Movie header.</summary>
    public static readonly FourCc Mvhd = new("mvhd"u8);

    /// <summary>Sample entry of Opus.</summary>
    public static readonly FourCc Opus = new("Opus"u8);

    /// <summary>Shape of a sample.</summary>
    public static readonly FourCc Pasp = new("pasp"u8);

    /// <summary>Configuration of linear PCM.</summary>
    public static readonly FourCc PcmC = new("pcmC"u8);

    /// <summary>Producer reference time.</summary>
    public static readonly FourCc Prft = new("prft"u8);

    /// <summary>Segment index.</summary>
    public static readonly FourCc Sidx = new("sidx"u8);

    /// <summary>Sound media header.</summary>
    public static readonly FourCc Smhd = new("smhd"u8);

    /// <summary>Sample entry of samples of 16 bits with their least byte first, of QuickTime.</summary>
    public static readonly FourCc Sowt = new("sowt"u8);

    /// <summary>Sample table container.</summary>
    public static readonly FourCc Stbl = new("stbl"u8);

    /// <summary>Chunk offsets.</summary>
    public static readonly FourCc Stco = new("stco"u8);

    /// <summary>Samples in chunks.</summary>
    public static readonly FourCc Stsc = new("stsc"u8);

    /// <summary>Sample descriptions.</summary>
    public static readonly FourCc Stsd = new("stsd"u8);

    /// <summary>Sync samples.</summary>
    public static readonly FourCc Stss = new("stss"u8);

    /// <summary>Sample sizes.</summary>
    public static readonly FourCc Stsz = new("stsz"u8);

    /// <summary>Compact sample sizes.</summary>
    public static readonly FourCc Stz2 = new("stz2"u8);

    /// <summary>Decode times.</summary>
    public static readonly FourCc Stts = new("stts"u8);

    /// <summary>Segment type.</summary>
    public static readonly FourCc Styp = new("styp"u8);

    /// <summary>Track fragment decode time.</summary>
    public static readonly FourCc Tfdt = new("tfdt"u8);

    /// <summary>Track fragment header.</summary>
    public static readonly FourCc Tfhd = new("tfhd"u8);

    /// <summary>Track header.</summary>
    public static readonly FourCc Tkhd = new("tkhd"u8);

    /// <summary>Track fragment container.</summary>
    public static readonly FourCc Traf = new("traf"u8);

    /// <summary>Track container.</summary>
    public static readonly FourCc Trak = new("trak"u8);

    /// <summary>Track extends defaults.</summary>
    public static readonly FourCc Trex = new("trex"u8);

    /// <summary>Track fragment run.</summary>
    public static readonly FourCc Trun = new("trun"u8);

    /// <summary>Sample entry of samples of 16 bits, of QuickTime.</summary>
    public static readonly FourCc Twos = new("twos"u8);

    /// <summary>Sample entry of µ-law.</summary>
    public static readonly FourCc Ulaw = new("ulaw"u8);

    /// <summary>Data entry with a location.</summary>
    public static readonly FourCc Url = new("url "u8);

    /// <summary>A box whose type is a UUID.</summary>
    public static readonly FourCc Uuid = new("uuid"u8);

    /// <summary>Video media header.</summary>
    public static readonly FourCc Vmhd = new("vmhd"u8);

    /// <summary>Sample entry of VP8.</summary>
    public static readonly FourCc Vp08 = new("vp08"u8);

    /// <summary>Sample entry of VP9.</summary>
    public static readonly FourCc Vp09 = new("vp09"u8);

    /// <summary>Configuration of VP8 and VP9.</summary>
    public static readonly FourCc VpcC = new("vpcC"u8);

    /// <summary>QuickTime's extensions of a sample entry.</summary>
    public static readonly FourCc Wave = new("wave"u8);
}
