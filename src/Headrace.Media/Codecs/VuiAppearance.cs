using Headrace.Media.Bits;

namespace Headrace.Media.Codecs;

/// <summary>What video usability information begins with in H.264 and H.265 alike: how pictures look (annex E of both, to chroma_sample_loc_type_bottom_field).</summary>
internal static class VuiAppearance
{
    /// <summary>Reads it: the shape of a sample and the meaning of samples, each null where it is not stated.</summary>
    public static (SampleAspectRatio? Shape, ColourDescription? Colour) Read(ref BitReader reader)
    {
        SampleAspectRatio? shape = reader.ReadFlag() ? ReadShape(ref reader) : null;
        if (reader.ReadFlag()) reader.Skip(1);
        ColourDescription? colour = reader.ReadFlag() ? ReadColour(ref reader) : null;
        if (reader.ReadFlag())
        {
            reader.ReadUe();
            reader.ReadUe();
        }

        return (shape, colour);
    }

    private static SampleAspectRatio? ReadShape(ref BitReader reader)
    {
        byte idc = (byte)reader.Read(8);
        return idc == SampleAspectRatio.ExtendedSar ? SampleAspectRatio.Of(reader.Read(16), reader.Read(16)) : SampleAspectRatio.OfIdc(idc);
    }

    private static ColourDescription ReadColour(ref BitReader reader)
    {
        reader.Skip(3);
        bool isFullRange = reader.ReadFlag();
        return reader.ReadFlag()
            ? new ColourDescription((byte)reader.Read(8), (byte)reader.Read(8), (byte)reader.Read(8), isFullRange)
            : new ColourDescription(ColourDescription.Unspecified, ColourDescription.Unspecified, ColourDescription.Unspecified, isFullRange);
    }
}
