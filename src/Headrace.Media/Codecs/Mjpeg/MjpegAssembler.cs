using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs.Mjpeg;

/// <summary>Makes units of MJPEG: a picture of JPEG as it is, with all its headers. Decoding may begin with each.</summary>
internal sealed class MjpegAssembler(MjpegFormat? format, UnitAssemblerOptions options) : RawPictureAssembler(options)
{
    private MjpegFormat? _format = format;

    /// <inheritdoc/>
    public override TrackFormat? Format => _format;

    /// <inheritdoc/>
    protected override bool TryRead(ReadOnlySpan<byte> piece, out RawPicture picture)
    {
        picture = new RawPicture(RandomAccess.Idr, PictureKind.I, IsDisposable: true);
        if (!JpegHeader.TryRead(piece, out JpegHeader header)) return false;
        if (_format is { } known
            && (known.Width, known.Height, known.Sampling) == (header.Width, header.Height, header.Sampling)
            && (known.IsBaseline, known.HasUsualTables) == (header.IsBaseline, header.HasUsualTables)) return true;
        _format = new MjpegFormat { Width = header.Width, Height = header.Height, Sampling = header.Sampling, IsBaseline = header.IsBaseline, HasUsualTables = header.HasUsualTables };
        return true;
    }
}
