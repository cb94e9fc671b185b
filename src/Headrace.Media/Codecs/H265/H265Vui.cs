using Headrace.Media.Bits;

namespace Headrace.Media.Codecs.H265;

/// <summary>Video usability information (H.265, annex E), up to its timing. Immutable.</summary>
public sealed class H265Vui
{
    private H265Vui()
    {
    }

    /// <summary>Shape of a sample, or null.</summary>
    public SampleAspectRatio? SampleAspectRatio { get; private set; }

    /// <summary>Meaning of samples, or null.</summary>
    public ColourDescription? Colour { get; private set; }

    /// <summary>field_seq_flag: pictures are fields.</summary>
    public bool IsFieldSequence { get; private set; }

    /// <summary>Pictures a second as vui_time_scale and vui_num_units_in_tick state them, or null.</summary>
    public FrameRate? FrameRate { get; private set; }

    /// <summary>Reads it; null when it ends too early.</summary>
    internal static H265Vui? Read(ref BitReader reader)
    {
        H265Vui vui = new();
        (vui.SampleAspectRatio, vui.Colour) = VuiAppearance.Read(ref reader);
        reader.Skip(1);
        vui.IsFieldSequence = reader.ReadFlag();
        reader.Skip(1);
        if (reader.ReadFlag())
        {
            for (int i = 0; i < 4; i++) reader.ReadUe();
        }

        if (reader.ReadFlag())
        {
            uint units = reader.Read(32);
            vui.FrameRate = Codecs.FrameRate.Of(reader.Read(32), units);
        }

        return reader.HasFailed ? null : vui;
    }
}
