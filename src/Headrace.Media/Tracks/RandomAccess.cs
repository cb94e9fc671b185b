namespace Headrace.Media.Tracks;

/// <summary>How decoding may begin at a unit.</summary>
public enum RandomAccessKind : byte
{
    /// <summary>It may not.</summary>
    None,

    /// <summary>A closed point: nothing after it refers to anything before it. Every audio frame is one.</summary>
    Idr,

    /// <summary>An open GOP (H.264 I picture with recovery count 0, H.265 CRA or BLA): its leading pictures cannot be decoded by who begins here.</summary>
    OpenGop,

    /// <summary>Gradual refresh (recovery point SEI): pictures are right after <see cref="RandomAccess.RecoveryFrames"/> frames.</summary>
    Recovery,
}

/// <summary>How, and after how many frames, decoding may begin at a unit.</summary>
/// <param name="Kind">The kind of point.</param>
/// <param name="RecoveryFrames">Frames until pictures are right; 0 unless <paramref name="Kind"/> is <see cref="RandomAccessKind.Recovery"/>.</param>
public readonly record struct RandomAccess(RandomAccessKind Kind, ushort RecoveryFrames = 0)
{
    /// <summary>Decoding may not begin here.</summary>
    public static readonly RandomAccess None;

    /// <summary>A closed point.</summary>
    public static readonly RandomAccess Idr = new(RandomAccessKind.Idr);

    /// <summary>An open GOP.</summary>
    public static readonly RandomAccess OpenGop = new(RandomAccessKind.OpenGop);

    /// <summary>True for every kind of point.</summary>
    public bool IsPoint => Kind != RandomAccessKind.None;

    /// <summary>Gradual refresh that takes <paramref name="frames"/> frames.</summary>
    public static RandomAccess Recovery(ushort frames) => new(RandomAccessKind.Recovery, frames);
}
