using Headrace.Containers.Mp4.Boxes;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Aac;
using Headrace.Media.Tracks;

namespace Headrace.Containers.Mp4.SampleEntries;

/// <summary>AAC as <c>mp4a</c> (ISO/IEC 14496-14, 6.7.2): the AudioSpecificConfig lies in an elementary stream descriptor.</summary>
internal sealed class AacSampleEntry : SampleEntry
{
    /// <inheritdoc/>
    public override Codec Codec => AacCodec.Instance;

    /// <inheritdoc/>
    public override bool Has(FourCc type) => type == BoxTypes.Mp4a;

    /// <inheritdoc/>
    public override string? WhyNot(Track track) => null;

    /// <inheritdoc/>
    public override void Write(Track track, BoxWriter output)
    {
        AacFormat format = (AacFormat)track.Format;
        using BoxScope entry = AudioSampleEntry.Begin(output, BoxTypes.Mp4a, format);
        ElementaryStreamDescriptorBox.Write(output, format.ConfigBytes.Span);
    }

    /// <inheritdoc/>
    public override bool TryRead(in Box entry, out SampleDescription description)
    {
        AacFormat? format = null;
        bool isRead = AudioSampleEntry.TryFind(entry, BoxTypes.Esds, out ReadOnlySpan<byte> content)
            && ElementaryStreamDescriptorBox.TryRead(content, out ReadOnlySpan<byte> config)
            && AacFormat.TryParse(config, out format);
        description = isRead ? new SampleDescription(format!, ParameterSets.Empty) : default;
        return isRead;
    }
}
