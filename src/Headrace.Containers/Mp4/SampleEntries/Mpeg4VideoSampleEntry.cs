using Headrace.Containers.Mp4.Boxes;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Mpeg4Video;
using Headrace.Media.Tracks;

namespace Headrace.Containers.Mp4.SampleEntries;

/// <summary>MPEG-4 video as <c>mp4v</c> (ISO/IEC 14496-14, 5.6): its configuration lies in an elementary stream descriptor.</summary>
internal sealed class Mpeg4VideoSampleEntry : SampleEntry
{
    /// <inheritdoc/>
    public override Codec Codec => Mpeg4VideoCodec.Instance;

    /// <inheritdoc/>
    public override bool Has(FourCc type) => type == BoxTypes.Mp4v;

    /// <inheritdoc/>
    public override string? WhyNot(Track track) => null;

    /// <inheritdoc/>
    public override void Write(Track track, BoxWriter output)
    {
        Mpeg4VideoFormat format = (Mpeg4VideoFormat)track.Format;
        using BoxScope entry = VisualSampleEntry.Begin(output, BoxTypes.Mp4v, format);
        ElementaryStreamDescriptorBox.WriteVideo(output, format.Config.Span);
        VisualSampleEntry.WriteExtensions(output, format);
    }

    /// <inheritdoc/>
    public override bool TryRead(in Box entry, out SampleDescription description)
    {
        Mpeg4VideoFormat? format = VisualSampleEntry.TryFind(entry, BoxTypes.Esds, out ReadOnlySpan<byte> content) && ElementaryStreamDescriptorBox.TryReadVideo(content, out ReadOnlySpan<byte> config)
            ? Mpeg4VideoFormat.Of(config)
            : null;
        description = format is null ? default : new SampleDescription(format, ParameterSets.Empty);
        return format is not null;
    }
}
