using Headrace.Containers.Mp4.Boxes;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Av1;
using Headrace.Media.Tracks;

namespace Headrace.Containers.Mp4.SampleEntries;

/// <summary>AV1 as <c>av01</c> (AV1 Codec ISO Media File Format Binding, 2.2): the sequence header lies in <c>av1C</c>, and before each key frame too.</summary>
internal sealed class Av1SampleEntry : SampleEntry
{
    /// <inheritdoc/>
    public override Codec Codec => Av1Codec.Instance;

    /// <inheritdoc/>
    public override bool Has(FourCc type) => type == BoxTypes.Av01;

    /// <inheritdoc/>
    public override string? WhyNot(Track track) => null;

    /// <inheritdoc/>
    public override void Write(Track track, BoxWriter output)
    {
        Av1Format format = (Av1Format)track.Format;
        using BoxScope entry = VisualSampleEntry.Begin(output, BoxTypes.Av01, format);
        using (output.Box(BoxTypes.Av1C)) Av1Config.Write(output.Output, format);
        VisualSampleEntry.WriteExtensions(output, format);
    }

    /// <inheritdoc/>
    public override bool TryRead(in Box entry, out SampleDescription description)
    {
        Av1Format? format = null;
        bool isRead = VisualSampleEntry.TryFind(entry, BoxTypes.Av1C, out ReadOnlySpan<byte> content) && Av1Config.TryRead(content, out format);
        description = isRead ? new SampleDescription(format!, ParameterSets.Empty) : default;
        return isRead;
    }
}
