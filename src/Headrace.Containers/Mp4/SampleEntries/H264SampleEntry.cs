using Headrace.Containers.Mp4.Boxes;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.H264;
using Headrace.Media.Tracks;

namespace Headrace.Containers.Mp4.SampleEntries;

/// <summary>H.264 as <c>avc1</c> (ISO/IEC 14496-15, 5.4.2): all parameter sets in <c>avcC</c>, none in the samples. <c>avc3</c> is read too.</summary>
internal sealed class H264SampleEntry : SampleEntry
{
    /// <inheritdoc/>
    public override Codec Codec => H264Codec.Instance;

    /// <inheritdoc/>
    public override bool Has(FourCc type) => type == BoxTypes.Avc1 || type == BoxTypes.Avc3;

    /// <inheritdoc/>
    public override string? WhyNot(Track track) =>
        track.ParameterSets.Has(ParameterSetKind.Sps) && track.ParameterSets.Has(ParameterSetKind.Pps) ? null : "its parameter sets have not come yet";

    /// <inheritdoc/>
    public override void Write(Track track, BoxWriter output)
    {
        VideoFormat format = (VideoFormat)track.Format;
        using BoxScope entry = VisualSampleEntry.Begin(output, BoxTypes.Avc1, format);
        using (output.Box(BoxTypes.AvcC))
        {
            if (!H264Config.TryWrite(output.Output, track.ParameterSets)) throw new InvalidOperationException("The track has no sequence parameter set that can be read.");
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
        VisualSampleEntry.TryFind(entry, BoxTypes.AvcC, out ReadOnlySpan<byte> content) && H264Config.TryRead(content, out H264Config? config)
            ? new SampleCoding(this, config.Format, config.ParameterSets, config.LengthSize)
            : null;

    /// <inheritdoc/>
    public override bool TryAddSample(ReadOnlySpan<byte> sample, int lengthSize, UnitAssembler assembler) => NalSamples.TryAdd(sample, lengthSize, assembler);
}
