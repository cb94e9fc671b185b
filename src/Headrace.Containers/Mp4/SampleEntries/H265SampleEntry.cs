using Headrace.Containers.Mp4.Boxes;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.H265;
using Headrace.Media.Tracks;

namespace Headrace.Containers.Mp4.SampleEntries;

/// <summary>H.265 as <c>hvc1</c> (ISO/IEC 14496-15, 8.4.1): all parameter sets in <c>hvcC</c>, none in the samples. <c>hev1</c> is read too.</summary>
internal sealed class H265SampleEntry : SampleEntry
{
    /// <inheritdoc/>
    public override Codec Codec => H265Codec.Instance;

    /// <inheritdoc/>
    public override bool Has(FourCc type) => type == BoxTypes.Hvc1 || type == BoxTypes.Hev1;

    /// <inheritdoc/>
    public override string? WhyNot(Track track) =>
        track.ParameterSets.Has(ParameterSetKind.Vps) && track.ParameterSets.Has(ParameterSetKind.Sps) && track.ParameterSets.Has(ParameterSetKind.Pps)
            ? null
            : "its parameter sets have not come yet";

    /// <inheritdoc/>
    public override void Write(Track track, BoxWriter output)
    {
        VideoFormat format = (VideoFormat)track.Format;
        using BoxScope entry = VisualSampleEntry.Begin(output, BoxTypes.Hvc1, format);
        using (output.Box(BoxTypes.HvcC))
        {
            if (!H265Config.TryWrite(output.Output, track.ParameterSets)) throw new InvalidOperationException("The track has no sequence parameter set that can be read.");
        }

        VisualSampleEntry.WriteExtensions(output, format);
    }

    /// <inheritdoc/>
    public override bool TryRead(in Box entry, out SampleDescription description)
    {
        SampleCoding? coding = ReadCoding(entry);
        description = coding?.Format is { } format ? new SampleDescription(format, coding.ParameterSets) : default;
        return coding?.Format is not null;
    }

    /// <inheritdoc/>
    public override SampleCoding? ReadCoding(in Box entry) =>
        VisualSampleEntry.TryFind(entry, BoxTypes.HvcC, out ReadOnlySpan<byte> content) && H265Config.TryRead(content, out H265Config? config)
            ? new SampleCoding(this, config.Format, config.ParameterSets, config.LengthSize)
            : null;

    /// <inheritdoc/>
    public override bool TryAddSample(ReadOnlySpan<byte> sample, int lengthSize, UnitAssembler assembler) => NalSamples.TryAdd(sample, lengthSize, assembler);
}
