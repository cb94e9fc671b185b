namespace Headrace.Media.Tracks;

/// <summary>The most dependent slice type of a coded picture; for counting and for choosing what to drop.</summary>
public enum PictureKind : byte
{
    /// <summary>Not a picture, or not known.</summary>
    None,

    /// <summary>Intra slices only.</summary>
    I,

    /// <summary>Refers to one list.</summary>
    P,

    /// <summary>Refers to two lists.</summary>
    B,
}
