using Headrace.Containers.Mp4.Boxes;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Opus;
using Headrace.Media.Tracks;

namespace Headrace.Containers.Mp4.SampleEntries;

/// <summary>Opus (Encapsulation of Opus in ISO Base Media File Format, 4.3): <c>Opus</c> with <c>dOps</c>, always at 48 kHz.</summary>
internal sealed class OpusSampleEntry : SampleEntry
{
    /// <inheritdoc/>
    public override Codec Codec => OpusCodec.Instance;

    /// <inheritdoc/>
    public override bool Has(FourCc type) => type == BoxTypes.Opus;

    /// <inheritdoc/>
    public override string? WhyNot(Track track) => null;

    /// <inheritdoc/>
    public override void Write(Track track, BoxWriter output)
    {
        OpusFormat format = (OpusFormat)track.Format;
        using BoxScope entry = AudioSampleEntry.Begin(output, BoxTypes.Opus, format);
        using BoxScope config = output.Box(BoxTypes.DOps);
        OpusConfig.WriteBox(output.Output, format);
    }

    /// <inheritdoc/>
    public override bool TryRead(in Box entry, out SampleDescription description)
    {
        OpusFormat? format = null;
        bool isRead = AudioSampleEntry.TryFind(entry, BoxTypes.DOps, out ReadOnlySpan<byte> content) && OpusConfig.TryReadBox(content, out format);
        description = isRead ? new SampleDescription(format!, ParameterSets.Empty) : default;
        return isRead;
    }
}
