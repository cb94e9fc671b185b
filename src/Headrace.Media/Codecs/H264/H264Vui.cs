using Headrace.Media.Bits;

namespace Headrace.Media.Codecs.H264;

/// <summary>Video usability information (H.264, annex E). Immutable.</summary>
public sealed class H264Vui
{
    private const int MaxReorder = 16;

    private H264Vui()
    {
    }

    /// <summary>Shape of a sample, or null.</summary>
    public SampleAspectRatio? SampleAspectRatio { get; private set; }

    /// <summary>Meaning of samples, or null.</summary>
    public ColourDescription? Colour { get; private set; }

    /// <summary>num_units_in_tick; a frame has two ticks.</summary>
    public uint UnitsInTick { get; private set; }

    /// <summary>time_scale; 0 when no timing is stated.</summary>
    public uint TimeScale { get; private set; }

    /// <summary>fixed_frame_rate_flag.</summary>
    public bool IsFixedFrameRate { get; private set; }

    /// <summary>max_num_reorder_frames; null when it is not stated, or not possible.</summary>
    public int? MaxReorderFrames { get; private set; }

    /// <summary>max_dec_frame_buffering; null when it is not stated, or not possible.</summary>
    public int? MaxDecodedFrames { get; private set; }

    /// <summary>Reads it; null when it ends too early (some encoders cut it off).</summary>
    internal static H264Vui? Read(ref BitReader reader)
    {
        H264Vui vui = new();
        (vui.SampleAspectRatio, vui.Colour) = VuiAppearance.Read(ref reader);
        if (reader.ReadFlag())
        {
            vui.UnitsInTick = reader.Read(32);
            vui.TimeScale = reader.Read(32);
            vui.IsFixedFrameRate = reader.ReadFlag();
        }

        vui.ReadBuffering(ref reader);
        return reader.HasFailed ? null : vui;
    }

    private void ReadBuffering(ref BitReader reader)
    {
        bool hasNalHrd = reader.ReadFlag();
        if (hasNalHrd) SkipHrd(ref reader);
        bool hasVclHrd = reader.ReadFlag();
        if (hasVclHrd) SkipHrd(ref reader);
        if (hasNalHrd || hasVclHrd) reader.Skip(1);
        reader.Skip(1);
        if (!reader.ReadFlag()) return;
        reader.Skip(1);
        for (int i = 0; i < 4; i++) reader.ReadUe();
        uint reorder = reader.ReadUe();
        uint decoded = reader.ReadUe();
        if (reorder > MaxReorder || reorder > decoded) return;
        MaxReorderFrames = (int)reorder;
        MaxDecodedFrames = (int)Math.Min(decoded, MaxReorder);
    }

    // E.1.2
    private static void SkipHrd(ref BitReader reader)
    {
        uint count = reader.ReadUe();
        reader.Skip(8);
        for (uint i = 0; i <= count && i < 32; i++)
        {
            reader.ReadUe();
            reader.ReadUe();
            reader.Skip(1);
        }

        reader.Skip(20);
    }
}
