using Headrace.Containers.Mp4.Boxes;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Aac;
using Headrace.Media.Tracks;

namespace Headrace.Containers.Mp4.SampleEntries;

/// <summary>AAC as <c>mp4a</c> (ISO/IEC 14496-14, 6.7.2): the AudioSpecificConfig lies in an elementary stream descriptor.</summary>
internal sealed class AacSampleEntry : SampleEntryWriter
{
    // ISO/IEC 14496-1, 7.2.2.1, 7.2.6.6 and 7.3.2.3.
    private const byte StreamTag = 3;
    private const byte DecoderTag = 4;
    private const byte DecoderSpecificTag = 5;
    private const byte SyncLayerTag = 6;
    private const byte Mpeg4Audio = 0x40;
    private const byte AudioStream = 0x15;
    private const byte SyncLayerForMp4 = 2;
    private const int TagSize = 5;
    private const int StreamFields = 3;
    private const int DecoderFields = 13;

    /// <inheritdoc/>
    public override Codec Codec => AacCodec.Instance;

    /// <inheritdoc/>
    public override string? WhyNot(Track track) => null;

    /// <inheritdoc/>
    public override void Write(Track track, BoxWriter output)
    {
        AacFormat format = (AacFormat)track.Format;
        ReadOnlySpan<byte> config = format.ConfigBytes.Span;
        using BoxScope entry = AudioSampleEntry.Begin(output, BoxTypes.Mp4a, format);
        using BoxScope box = output.FullBox(BoxTypes.Esds, 0, 0);
        int decoderLength = DecoderFields + TagSize + config.Length;
        Tag(output, StreamTag, StreamFields + TagSize + decoderLength + TagSize + 1);
        output.Zeros(StreamFields);
        Tag(output, DecoderTag, decoderLength);
        output.UInt8(Mpeg4Audio);
        output.UInt8(AudioStream);

        // Buffer size and bit rates: 0 is for "not known", as it is of a live stream.
        output.Zeros(11);
        Tag(output, DecoderSpecificTag, config.Length);
        output.Bytes(config);
        Tag(output, SyncLayerTag, 1);
        output.UInt8(SyncLayerForMp4);
    }

    // 8.3.3: seven bits a byte, all but the last marked; always four bytes, which every reader takes.
    private static void Tag(BoxWriter output, byte tag, int length)
    {
        output.UInt8(tag);
        for (int shift = 21; shift > 0; shift -= 7) output.UInt8((byte)(0x80 | length >> shift));
        output.UInt8((byte)(length & 0x7F));
    }
}
