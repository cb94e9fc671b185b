using Headrace.Containers.Mp4.Boxes;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Eac3;
using Headrace.Media.Tracks;

namespace Headrace.Containers.Mp4.SampleEntries;

/// <summary>E-AC-3 (ETSI TS 102 366, F.5 and F.6): <c>ec-3</c> with <c>dec3</c>.</summary>
internal sealed class Eac3SampleEntry : SampleEntry
{
    /// <inheritdoc/>
    public override Codec Codec => Eac3Codec.Instance;

    /// <inheritdoc/>
    public override bool Has(FourCc type) => type == BoxTypes.Ec3;

    /// <inheritdoc/>
    public override string? WhyNot(Track track) => null;

    /// <inheritdoc/>
    public override void Write(Track track, BoxWriter output)
    {
        Eac3Format format = (Eac3Format)track.Format;
        using BoxScope entry = AudioSampleEntry.Begin(output, BoxTypes.Ec3, format);
        using BoxScope config = output.Box(BoxTypes.Dec3);
        Span<byte> content = stackalloc byte[Eac3Config.MaxLength];
        output.Bytes(content[..Eac3Config.Write(content, format)]);
    }

    /// <inheritdoc/>
    public override bool TryRead(in Box entry, out SampleDescription description)
    {
        Eac3Format? format = null;
        bool isRead = AudioSampleEntry.TryFind(entry, BoxTypes.Dec3, out ReadOnlySpan<byte> content) && Eac3Config.TryRead(content, AudioSampleEntry.SampleRateOf(entry), out format);
        description = isRead ? new SampleDescription(format!, ParameterSets.Empty) : default;
        return isRead;
    }

    /// <summary>A sample has the frames of all substreams for six audio blocks, one behind the other (ETSI TS 102 366, F.2).</summary>
    public override bool TryAddSample(ReadOnlySpan<byte> sample, int lengthSize, UnitAssembler assembler)
    {
        while (Eac3Header.TryRead(sample, out Eac3Header header) && header.FrameLength <= sample.Length)
        {
            assembler.Add(sample[..header.FrameLength]);
            sample = sample[header.FrameLength..];
        }

        return sample.IsEmpty;
    }
}
