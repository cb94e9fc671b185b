using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs.Mjpeg;

/// <summary>Motion JPEG: pictures of JPEG (ITU-T T.81) one behind the other, each of which decoding may begin with.</summary>
public sealed class MjpegCodec : Codec
{
    private MjpegCodec()
    {
    }

    /// <summary>The one instance.</summary>
    public static MjpegCodec Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "mjpeg";

    /// <inheritdoc/>
    public override string DisplayName => "MJPEG";

    /// <inheritdoc/>
    public override MediaKind Kind => MediaKind.Video;

    /// <inheritdoc/>
    public override UnitAssembler CreateAssembler(TrackFormat? format, ParameterSets parameterSets, UnitAssemblerOptions options) =>
        new MjpegAssembler(format as MjpegFormat, options);
}
