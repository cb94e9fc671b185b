namespace Headrace.Media.Codecs.Mpeg4Video;

/// <summary>The byte behind a start code (ISO/IEC 14496-2, table 6-3).</summary>
internal static class Mpeg4StartCode
{
    /// <summary>The first of the layers of video objects; those of objects are below.</summary>
    public const byte FirstLayer = 0x20;

    /// <summary>The last of the layers of video objects.</summary>
    public const byte LastLayer = 0x2F;

    /// <summary>A sequence of visual objects: profile and level.</summary>
    public const byte Sequence = 0xB0;

    /// <summary>The end of a sequence.</summary>
    public const byte SequenceEnd = 0xB1;

    /// <summary>Data of users.</summary>
    public const byte UserData = 0xB2;

    /// <summary>A group of pictures.</summary>
    public const byte Group = 0xB3;

    /// <summary>A visual object.</summary>
    public const byte VisualObject = 0xB5;

    /// <summary>A picture.</summary>
    public const byte Picture = 0xB6;

    /// <summary>True for headers that stand before groups and pictures: the configuration.</summary>
    public static bool IsConfig(byte code) => code is <= LastLayer or Sequence or VisualObject;
}
