using Headrace.Containers.Mp4.Boxes;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Ac3;
using Headrace.Media.Tracks;

namespace Headrace.Containers.Mp4.SampleEntries;

/// <summary>AC-3 (ETSI TS 102 366, F.3 and F.4): <c>ac-3</c> with <c>dac3</c>.</summary>
internal sealed class Ac3SampleEntry : SampleEntry
{
    /// <inheritdoc/>
    public override Codec Codec => Ac3Codec.Instance;

    /// <inheritdoc/>
    public override bool Has(FourCc type) => type == BoxTypes.Ac3;

    /// <inheritdoc/>
    public override string? WhyNot(Track track) => null;

    /// <inheritdoc/>
    public override void Write(Track track, BoxWriter output)
    {
        Ac3Format format = (Ac3Format)track.Format;
        using BoxScope entry = AudioSampleEntry.Begin(output, BoxTypes.Ac3, format);
        using BoxScope config = output.Box(BoxTypes.Dac3);
        Span<byte> content = stackalloc byte[Ac3Config.Length];
        Ac3Config.Write(content, format);
        output.Bytes(content);
    }

    /// <inheritdoc/>
    public override bool TryRead(in Box entry, out SampleDescription description)
    {
        Ac3Format? format = null;
        bool isRead = AudioSampleEntry.TryFind(entry, BoxTypes.Dac3, out ReadOnlySpan<byte> content) && Ac3Config.TryRead(content, out format);
        description = isRead ? new SampleDescription(format!, ParameterSets.Empty) : default;
        return isRead;
    }
}
