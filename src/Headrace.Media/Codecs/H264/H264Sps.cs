using System.Diagnostics.CodeAnalysis;
using Headrace.Media.Bits;

namespace Headrace.Media.Codecs.H264;

/// <summary>A sequence parameter set (H.264, 7.3.2.1): what concerns size, slice headers and output order. Immutable.</summary>
public sealed class H264Sps
{
    /// <summary>Greatest identifier.</summary>
    public const int MaxId = 31;

    private const int MaxMacroblocks = 1024;
    private const int MaxReferenceFrames = 16;

    private H264Sps()
    {
    }

    /// <summary>seq_parameter_set_id.</summary>
    public int Id { get; private init; }

    /// <summary>profile_idc.</summary>
    public byte ProfileIdc { get; private init; }

    /// <summary>The constraint_set flags with the reserved bits, as one byte.</summary>
    public byte Constraints { get; private init; }

    /// <summary>level_idc.</summary>
    public byte LevelIdc { get; private init; }

    /// <summary>chroma_format_idc: 0 monochrome, 1 4:2:0, 2 4:2:2, 3 4:4:4.</summary>
    public byte ChromaFormat { get; private set; } = 1;

    /// <summary>True when the three colour planes are coded apart.</summary>
    public bool HasSeparatePlanes { get; private set; }

    /// <summary>Bits of a luma sample.</summary>
    public byte BitDepthLuma { get; private set; } = 8;

    /// <summary>Bits of a chroma sample.</summary>
    public byte BitDepthChroma { get; private set; } = 8;

    /// <summary>Bits of frame_num in a slice header.</summary>
    public int FrameNumBits { get; private set; }

    /// <summary>pic_order_cnt_type; 2 means that output order is decoding order.</summary>
    public int PocType { get; private set; }

    /// <summary>Bits of pic_order_cnt_lsb in a slice header; 0 unless <see cref="PocType"/> is 0.</summary>
    public int PocLsbBits { get; private set; }

    /// <summary>delta_pic_order_always_zero_flag.</summary>
    public bool IsDeltaPocAlwaysZero { get; private set; }

    /// <summary>max_num_ref_frames.</summary>
    public int MaxReferences { get; private set; }

    /// <summary>frame_mbs_only_flag: true when there are no fields.</summary>
    public bool IsProgressive { get; private set; }

    /// <summary>Width in pixels, cropping applied.</summary>
    public int Width { get; private set; }

    /// <summary>Height of a frame in pixels, cropping applied.</summary>
    public int Height { get; private set; }

    /// <summary>Usability information; null where there is none, or where it is broken.</summary>
    public H264Vui? Vui { get; private set; }

    /// <summary>
    /// Pictures that may precede a picture in decoding and follow it in output; null when neither VUI, profile nor picture order type says
    /// (H.264, E.2.1, max_num_reorder_frames).
    /// </summary>
    public int? ReorderDepth
    {
        get
        {
            if (Vui is { MaxReorderFrames: { } stated }) return stated;
            bool isIntraOnly = ProfileIdc is 44 or 86 or 100 or 110 or 122 or 244 && (Constraints & 0x10) != 0;
            return PocType == 2 || ProfileIdc == 66 || isIntraOnly ? 0 : null;
        }
    }

    /// <summary>Frames a second as the VUI states them: two ticks a frame.</summary>
    public FrameRate? FrameRate => Vui is { TimeScale: > 0 } vui ? Codecs.FrameRate.Of(vui.TimeScale, 2ul * vui.UnitsInTick) : null;

    /// <summary>Parses a NAL unit with its header. False when a decoder could not use it.</summary>
    public static bool TryParse(ReadOnlySpan<byte> nal, [NotNullWhen(true)] out H264Sps? sps)
    {
        sps = null;
        if (nal.Length < 5 || new H264NalHeader(nal[0]).Type != H264NalType.Sps) return false;
        BitReader reader = BitReader.OfNal(nal[4..]);
        uint id = reader.ReadUe();
        H264Sps parsed = new() { ProfileIdc = nal[1], Constraints = nal[2], LevelIdc = nal[3], Id = (int)id };
        if (id > MaxId || !parsed.ReadSamples(ref reader) || !parsed.ReadOrder(ref reader) || !parsed.ReadSize(ref reader) || reader.HasFailed) return false;
        if (reader.ReadFlag()) parsed.Vui = H264Vui.Read(ref reader);
        sps = parsed;
        return true;
    }

    private bool ReadSamples(ref BitReader reader)
    {
        if (ProfileIdc is not (100 or 110 or 122 or 244 or 44 or 83 or 86 or 118 or 128 or 138 or 139 or 134 or 135)) return true;
        uint chroma = reader.ReadUe();
        if (chroma == 3) HasSeparatePlanes = reader.ReadFlag();
        uint luma = reader.ReadUe();
        uint chromaDepth = reader.ReadUe();
        if (chroma > 3 || luma > 6 || chromaDepth > 6) return false;
        (ChromaFormat, BitDepthLuma, BitDepthChroma) = ((byte)chroma, (byte)(luma + 8), (byte)(chromaDepth + 8));
        reader.Skip(1);
        if (reader.ReadFlag()) SkipScalingLists(ref reader, chroma == 3 ? 12 : 8);
        return true;
    }

    // 7.3.2.1.1.1
    private static void SkipScalingLists(ref BitReader reader, int count)
    {
        for (int list = 0; list < count; list++)
        {
            if (!reader.ReadFlag()) continue;
            int last = 8;
            int next = 8;
            for (int i = 0; i < (list < 6 ? 16 : 64) && next != 0; i++)
            {
                next = (last + reader.ReadSe()) & 0xFF;
                if (next != 0) last = next;
            }
        }
    }

    private bool ReadOrder(ref BitReader reader)
    {
        uint frameNum = reader.ReadUe();
        uint type = reader.ReadUe();
        if (frameNum > 12 || type > 2) return false;
        (FrameNumBits, PocType) = ((int)frameNum + 4, (int)type);
        if (type == 0)
        {
            uint lsb = reader.ReadUe();
            if (lsb > 12) return false;
            PocLsbBits = (int)lsb + 4;
        }
        else if (type == 1)
        {
            IsDeltaPocAlwaysZero = reader.ReadFlag();
            reader.ReadSe();
            reader.ReadSe();
            uint cycle = reader.ReadUe();
            if (cycle > 255) return false;
            for (uint i = 0; i < cycle; i++) reader.ReadSe();
        }

        uint references = reader.ReadUe();
        MaxReferences = (int)Math.Min(references, MaxReferenceFrames);
        reader.Skip(1);
        return true;
    }

    private bool ReadSize(ref BitReader reader)
    {
        uint columns = reader.ReadUe() + 1;
        uint rows = reader.ReadUe() + 1;
        IsProgressive = reader.ReadFlag();
        if (!IsProgressive) reader.Skip(1);
        if (columns is 0 or > MaxMacroblocks || rows is 0 or > MaxMacroblocks) return false;
        reader.Skip(1);
        Width = (int)columns * 16;
        Height = (int)rows * (IsProgressive ? 16 : 32);
        if (reader.ReadFlag()) Crop(ref reader);
        return true;
    }

    // 7.4.2.1.1: cropping counts in chroma samples, and in pairs of lines where there are fields. One that leaves nothing is a mistake
    // that decoders pass over.
    private void Crop(ref BitReader reader)
    {
        uint unitX = HasSeparatePlanes || ChromaFormat is 0 or 3 ? 1u : 2u;
        uint unitY = (HasSeparatePlanes || ChromaFormat != 1 ? 1u : 2u) * (IsProgressive ? 1u : 2u);
        ulong x = ((ulong)reader.ReadUe() + reader.ReadUe()) * unitX;
        ulong y = ((ulong)reader.ReadUe() + reader.ReadUe()) * unitY;
        if (x < (ulong)Width) Width -= (int)x;
        if (y < (ulong)Height) Height -= (int)y;
    }
}
