using Headrace.Containers.Mp4.Boxes;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Vp9;
using Headrace.Media.Codecs.Vpx;
using Headrace.Media.Tracks;

namespace Headrace.Containers.Mp4.SampleEntries;

/// <summary>VP9 as <c>vp09</c> (VP Codec ISO Media File Format Binding, 1.0): profile, level and samples lie in <c>vpcC</c>.</summary>
internal sealed class Vp9SampleEntry : SampleEntry
{
    /// <inheritdoc/>
    public override Codec Codec => Vp9Codec.Instance;

    /// <inheritdoc/>
    public override bool Has(FourCc type) => type == BoxTypes.Vp09;

    /// <inheritdoc/>
    public override string? WhyNot(Track track) => ((Vp9Format)track.Format).Samples.ChromaFormat is null ? "its configuration cannot say 4:4:0" : null;

    /// <inheritdoc/>
    public override void Write(Track track, BoxWriter output)
    {
        Vp9Format format = (Vp9Format)track.Format;
        using BoxScope entry = VisualSampleEntry.Begin(output, BoxTypes.Vp09, format);
        VpxConfigBox.Write(output, format.Config);
        VisualSampleEntry.WriteExtensions(output, format);
    }

    /// <inheritdoc/>
    public override bool TryRead(in Box entry, out SampleDescription description)
    {
        (int width, int height) = VisualSampleEntry.SizeOf(entry);
        Vp9Format? format = VpxConfigBox.TryFind(entry, out VpxConfig config) ? Vp9Format.Of(config, width, height) : null;
        description = format is null ? default : new SampleDescription(format, ParameterSets.Empty);
        return format is not null;
    }
}
