using Headrace.Containers.Mp4.Boxes;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.MpegAudio;
using Headrace.Media.Tracks;

namespace Headrace.Containers.Mp4.SampleEntries;

/// <summary>
/// One layer of MPEG audio as <c>mp4a</c> with the object type 0x6B or 0x69 (ISO/IEC 14496-1, table 5), which does not say the layer: read is layer III, and samples settle it. QuickTime's <c>.mp3</c>
/// is read too.
/// </summary>
internal sealed class MpegAudioSampleEntry(MpegAudioCodec codec) : SampleEntry
{
    /// <inheritdoc/>
    public override Codec Codec => codec;

    /// <inheritdoc/>
    public override bool Has(FourCc type) => type == BoxTypes.Mp4a || (type == BoxTypes.Mp3 && codec == MpegAudioCodec.Layer3);

    /// <inheritdoc/>
    public override string? WhyNot(Track track) => null;

    /// <inheritdoc/>
    public override void Write(Track track, BoxWriter output)
    {
        MpegAudioFormat format = (MpegAudioFormat)track.Format;
        using BoxScope entry = AudioSampleEntry.Begin(output, BoxTypes.Mp4a, format);
        ElementaryStreamDescriptorBox.Write(output, format.Version == MpegAudioVersion.Mpeg1 ? ElementaryStreamDescriptorBox.Mpeg1Audio : ElementaryStreamDescriptorBox.Mpeg2Audio);
    }

    /// <inheritdoc/>
    public override bool TryRead(in Box entry, out SampleDescription description)
    {
        MpegAudioFormat? format = IsMpegAudio(entry) ? MpegAudioFormat.Of(codec.Layer, AudioSampleEntry.SampleRateOf(entry), AudioSampleEntry.ChannelsOf(entry)) : null;
        description = format is null ? default : new SampleDescription(format, ParameterSets.Empty);
        return format is not null;
    }

    private static bool IsMpegAudio(in Box entry) =>
        entry.Type == BoxTypes.Mp3
        || (AudioSampleEntry.TryFind(entry, BoxTypes.Esds, out ReadOnlySpan<byte> content)
            && ElementaryStreamDescriptorBox.TryReadObjectType(content, out byte objectType)
            && objectType is ElementaryStreamDescriptorBox.Mpeg1Audio or ElementaryStreamDescriptorBox.Mpeg2Audio);
}
