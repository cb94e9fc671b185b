using Headrace.Media.Tracks;

namespace Headrace.Streaming.Slates;

/// <summary>One picture of a slate.</summary>
/// <param name="Payload">Its canonical bytes.</param>
/// <param name="RandomAccess">How decoding may begin here.</param>
/// <param name="Picture">I or P.</param>
/// <param name="IsDisposable">True when no other picture refers to it.</param>
public sealed record SlatePicture(ReadOnlyMemory<byte> Payload, RandomAccess RandomAccess, PictureKind Picture, bool IsDisposable);
