using System.Diagnostics.CodeAnalysis;
using Headrace.Media.Bits;

namespace Headrace.Media.Codecs.H265;

/// <summary>A sequence parameter set of the base layer (H.265, 7.3.2.2): what concerns size, slice headers and output order. Immutable.</summary>
public sealed class H265Sps
{
    /// <summary>Greatest identifier.</summary>
    public const int MaxId = 15;

    private const uint MaxSide = 16_888;
    private const uint MaxPictures = 16;

    private int _codedWidth;
    private int _codedHeight;
    private int _pocLsbBits;

    private H265Sps()
    {
    }

    /// <summary>sps_seq_parameter_set_id.</summary>
    public int Id { get; private set; }

    /// <summary>sps_video_parameter_set_id.</summary>
    public int VpsId { get; private set; }

    /// <summary>Temporal layers, 1 to 7.</summary>
    public int TemporalLayers { get; private set; }

    /// <summary>sps_temporal_id_nesting_flag: one may go up to a higher temporal layer anywhere.</summary>
    public bool IsTemporalIdNested { get; private set; }

    /// <summary>Profile, tier and level.</summary>
    public H265ProfileTierLevel Profile { get; private set; }

    /// <summary>chroma_format_idc: 0 monochrome, 1 4:2:0, 2 4:2:2, 3 4:4:4.</summary>
    public byte ChromaFormat { get; private set; }

    /// <summary>Bits of a luma sample.</summary>
    public byte BitDepthLuma { get; private set; }

    /// <summary>Bits of a chroma sample.</summary>
    public byte BitDepthChroma { get; private set; }

    /// <summary>Width in pixels, conformance window applied.</summary>
    public int Width { get; private set; }

    /// <summary>Height in pixels, conformance window applied; of a field where <see cref="H265Vui.IsFieldSequence"/>.</summary>
    public int Height { get; private set; }

    /// <summary>sps_max_num_reorder_pics of the highest temporal layer: pictures that may precede a picture in decoding and follow it in output.</summary>
    public int ReorderDepth { get; private set; }

    /// <summary>sps_max_dec_pic_buffering of the highest temporal layer.</summary>
    public int MaxDecodedPictures { get; private set; }

    /// <summary>Bits of slice_segment_address.</summary>
    public int SliceAddressBits { get; private set; }

    /// <summary>Usability information; null where there is none, or where it is broken.</summary>
    public H265Vui? Vui { get; private set; }

    /// <summary>Parses a NAL unit with its header. False when a decoder of the base layer could not use it.</summary>
    public static bool TryParse(ReadOnlySpan<byte> nal, [NotNullWhen(true)] out H265Sps? sps)
    {
        sps = null;
        if (!H265NalHeader.TryRead(nal, out H265NalHeader header) || header.Type != H265NalType.Sps || header.LayerId != 0) return false;
        BitReader reader = BitReader.OfNal(nal[H265NalHeader.Length..]);
        H265Sps parsed = new();
        if (!parsed.ReadGeneral(ref reader) || !parsed.ReadOrder(ref reader) || !parsed.ReadBlocks(ref reader) || reader.HasFailed) return false;
        parsed.ReadRest(ref reader);
        sps = parsed;
        return true;
    }

    private bool ReadGeneral(ref BitReader reader)
    {
        VpsId = (int)reader.Read(4);
        int subLayers = (int)reader.Read(3);
        TemporalLayers = subLayers + 1;
        IsTemporalIdNested = reader.ReadFlag();
        Profile = H265ProfileTierLevel.Read(ref reader, subLayers);
        uint id = reader.ReadUe();
        uint chroma = reader.ReadUe();
        if (id > MaxId || chroma > 3 || TemporalLayers > 7) return false;
        bool hasSeparatePlanes = chroma == 3 && reader.ReadFlag();
        uint width = reader.ReadUe();
        uint height = reader.ReadUe();
        if (width is 0 or > MaxSide || height is 0 or > MaxSide) return false;
        (Id, ChromaFormat, Width, Height) = ((int)id, (byte)chroma, (int)width, (int)height);
        _codedWidth = Width;
        _codedHeight = Height;
        if (reader.ReadFlag()) Crop(ref reader, hasSeparatePlanes);
        uint luma = reader.ReadUe();
        uint chromaDepth = reader.ReadUe();
        if (luma > 8 || chromaDepth > 8) return false;
        (BitDepthLuma, BitDepthChroma) = ((byte)(luma + 8), (byte)(chromaDepth + 8));
        return true;
    }

    // 7.4.3.2.1: the conformance window counts in chroma samples.
    private void Crop(ref BitReader reader, bool hasSeparatePlanes)
    {
        uint unitX = hasSeparatePlanes || ChromaFormat is 0 or 3 ? 1u : 2u;
        uint unitY = hasSeparatePlanes || ChromaFormat != 1 ? 1u : 2u;
        ulong x = ((ulong)reader.ReadUe() + reader.ReadUe()) * unitX;
        ulong y = ((ulong)reader.ReadUe() + reader.ReadUe()) * unitY;
        if (x < (ulong)Width) Width -= (int)x;
        if (y < (ulong)Height) Height -= (int)y;
    }

    private bool ReadOrder(ref BitReader reader)
    {
        uint lsb = reader.ReadUe();
        if (lsb > 12) return false;
        _pocLsbBits = (int)lsb + 4;
        for (int i = reader.ReadFlag() ? 0 : TemporalLayers - 1; i < TemporalLayers; i++)
        {
            uint buffered = reader.ReadUe();
            uint reordered = reader.ReadUe();
            reader.ReadUe();
            if (buffered >= MaxPictures || reordered >= MaxPictures) return false;
            (MaxDecodedPictures, ReorderDepth) = ((int)Math.Max(buffered, reordered) + 1, (int)reordered);
        }

        return true;
    }

    private bool ReadBlocks(ref BitReader reader)
    {
        uint smallest = reader.ReadUe();
        uint difference = reader.ReadUe();
        if (smallest > 3 || difference > 3) return false;
        int shift = (int)(smallest + 3 + difference);
        int columns = (_codedWidth + (1 << shift) - 1) >> shift;
        int rows = (_codedHeight + (1 << shift) - 1) >> shift;
        while (1 << SliceAddressBits < columns * rows) SliceAddressBits++;
        for (int i = 0; i < 4; i++) reader.ReadUe();
        if (reader.ReadFlag() && reader.ReadFlag()) H265ScalingLists.Skip(ref reader);
        reader.Skip(2);
        if (reader.ReadFlag())
        {
            reader.Skip(8);
            reader.ReadUe();
            reader.ReadUe();
            reader.Skip(1);
        }

        return true;
    }

    // What follows matters for the VUI alone: a set that breaks off here is usable without it.
    private void ReadRest(ref BitReader reader)
    {
        if (!H265ReferencePictureSets.TrySkip(ref reader, _pocLsbBits)) return;
        reader.Skip(2);
        if (reader.ReadFlag()) Vui = H265Vui.Read(ref reader);
    }
}
