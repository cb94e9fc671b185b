using Headrace.Containers.Mp4.Boxes;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Vp8;
using Headrace.Media.Codecs.Vpx;
using Headrace.Media.Tracks;

namespace Headrace.Containers.Mp4.SampleEntries;

/// <summary>VP8 as <c>vp08</c> (VP Codec ISO Media File Format Binding, 1.0): version, level and samples lie in <c>vpcC</c>.</summary>
internal sealed class Vp8SampleEntry : SampleEntry
{
    /// <inheritdoc/>
    public override Codec Codec => Vp8Codec.Instance;

    /// <inheritdoc/>
    public override bool Has(FourCc type) => type == BoxTypes.Vp08;

    /// <inheritdoc/>
    public override string? WhyNot(Track track) => null;

    /// <inheritdoc/>
    public override void Write(Track track, BoxWriter output)
    {
        Vp8Format format = (Vp8Format)track.Format;
        using BoxScope entry = VisualSampleEntry.Begin(output, BoxTypes.Vp08, format);
        VpxConfigBox.Write(output, format.Config);
        VisualSampleEntry.WriteExtensions(output, format);
    }

    /// <inheritdoc/>
    public override bool TryRead(in Box entry, out SampleDescription description)
    {
        (int width, int height) = VisualSampleEntry.SizeOf(entry);
        Vp8Format? format = VpxConfigBox.TryFind(entry, out VpxConfig config) ? Vp8Format.Of(config, width, height) : null;
        description = format is null ? default : new SampleDescription(format, ParameterSets.Empty);
        return format is not null;
    }
}
