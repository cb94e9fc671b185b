namespace Headrace.Media.Codecs.Av1;

/// <summary>Kinds of open bitstream units (AV1, 6.2.2). The others are reserved and passed over.</summary>
public enum Av1ObuType : byte
{
    /// <summary>What a decoder is configured with.</summary>
    SequenceHeader = 1,

    /// <summary>Begins a temporal unit; it is empty.</summary>
    TemporalDelimiter = 2,

    /// <summary>Header of a frame whose tiles follow in units of their own, or that shows a frame again.</summary>
    FrameHeader = 3,

    /// <summary>Tiles of the frame before.</summary>
    TileGroup = 4,

    /// <summary>Metadata: brightness, mastering display, scalability, time code, user data.</summary>
    Metadata = 5,

    /// <summary>Header and tiles of a frame.</summary>
    Frame = 6,

    /// <summary>The header of the frame once more.</summary>
    RedundantFrameHeader = 7,

    /// <summary>Tiles of large-scale tile decoding, which is no video.</summary>
    TileList = 8,

    /// <summary>Nothing.</summary>
    Padding = 15,
}
