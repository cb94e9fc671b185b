using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs.Vp8;

/// <summary>
/// Makes units of VP8: frames as they are, also those that are not shown, which have times of their own. Which frames others refer to stands in their coded part, so that none is said to be disposable.
/// </summary>
internal sealed class Vp8Assembler(Vp8Format? format, UnitAssemblerOptions options) : RawPictureAssembler(options)
{
    private Vp8Format? _format = format;

    /// <inheritdoc/>
    public override TrackFormat? Format => _format;

    /// <inheritdoc/>
    protected override bool TryRead(ReadOnlySpan<byte> piece, out RawPicture picture)
    {
        bool isRead = Vp8FrameHeader.TryRead(piece, out Vp8FrameHeader header);
        picture = header.IsKey ? new RawPicture(RandomAccess.Idr, PictureKind.I) : new RawPicture(RandomAccess.None, PictureKind.P);
        bool isOther = header.IsKey && (_format?.Width, _format?.Height, _format?.Version) != (header.Width, header.Height, header.Version);
        if (isRead && isOther) _format = new Vp8Format { Width = header.Width, Height = header.Height, Version = header.Version };
        return isRead;
    }
}
