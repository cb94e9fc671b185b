using Headrace.Containers.Mp4.Boxes;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Flac;
using Headrace.Media.Tracks;

namespace Headrace.Containers.Mp4.SampleEntries;

/// <summary>FLAC (Encapsulation of FLAC in ISO Base Media File Format, 3.3): <c>fLaC</c> with <c>dfLa</c>, which holds the metadata blocks of a FLAC file.</summary>
internal sealed class FlacSampleEntry : SampleEntry
{
    private const int VersionAndFlags = 4;
    private const int MaxDivisor = 32;

    /// <inheritdoc/>
    public override Codec Codec => FlacCodec.Instance;

    /// <inheritdoc/>
    public override bool Has(FourCc type) => type == BoxTypes.Flac;

    /// <inheritdoc/>
    public override string? WhyNot(Track track) => null;

    /// <inheritdoc/>
    public override void Write(Track track, BoxWriter output)
    {
        FlacFormat format = (FlacFormat)track.Format;
        using BoxScope entry = AudioSampleEntry.Begin(output, BoxTypes.Flac, format, RateOf(format.SampleRate), format.BitsPerSample);
        using BoxScope config = output.Box(BoxTypes.DfLa);
        output.Zeros(VersionAndFlags);
        Span<byte> content = stackalloc byte[FlacStreamInfo.BlockLength];
        FlacStreamInfo.WriteBlock(content, format);
        output.Bytes(content);
    }

    /// <inheritdoc/>
    public override bool TryRead(in Box entry, out SampleDescription description)
    {
        FlacFormat? format = null;
        bool isRead = AudioSampleEntry.TryFind(entry, BoxTypes.DfLa, out ReadOnlySpan<byte> content)
            && content.Length > VersionAndFlags && FlacStreamInfo.TryReadBlocks(content[VersionAndFlags..], out format);
        description = isRead ? new SampleDescription(format!, ParameterSets.Empty) : default;
        return isRead;
    }

    // 3.3.1: of a rate that the field cannot say, the half or quarter that it can: 48 kHz of 96 and 192; 0 where there is none.
    private static int RateOf(int rate)
    {
        for (int divisor = 1; divisor <= MaxDivisor; divisor *= 2)
        {
            if (rate / divisor <= ushort.MaxValue && rate % divisor == 0) return rate / divisor;
        }

        return 0;
    }
}
