using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs;

/// <summary>What a picture says of itself.</summary>
/// <param name="RandomAccess">How decoding may begin with it.</param>
/// <param name="Kind">I, P or B.</param>
/// <param name="IsDisposable">True when no other picture refers to it.</param>
/// <param name="ReorderDepth">Pictures that may precede one in decoding and follow it in presentation; null when it is not known.</param>
/// <param name="Duration">Duration in ticks of the format's clock, or 0.</param>
internal readonly record struct RawPicture(RandomAccess RandomAccess, PictureKind Kind, bool IsDisposable = false, int? ReorderDepth = 0, int Duration = 0);
