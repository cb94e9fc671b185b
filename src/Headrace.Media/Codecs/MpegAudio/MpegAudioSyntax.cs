using Headrace.Media.Codecs.Framing;

namespace Headrace.Media.Codecs.MpegAudio;

/// <summary>Frames of MPEG audio of every layer in a stream of bytes. Bit rate, padding and mode may change from one to the next.</summary>
internal sealed class MpegAudioSyntax : FrameSyntax
{
    public override Codec Codec => MpegAudioCodec.Layer3;

    public override int HeaderLength => MpegAudioHeader.Length;

    public override bool TryMeasure(ReadOnlySpan<byte> bytes, out FrameMeasure measure)
    {
        bool isRead = MpegAudioHeader.TryRead(bytes, out MpegAudioHeader header, out _);
        measure = isRead ? new FrameMeasure(header.FrameLength, header.SamplesPerFrame, header.SampleRate) : default;
        return isRead;
    }

    public override bool BelongTogether(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second) =>
        MpegAudioHeader.TryRead(first, out MpegAudioHeader one, out _) && MpegAudioHeader.TryRead(second, out MpegAudioHeader other, out _)
        && (one.Version, one.Layer, one.SampleRate) == (other.Version, other.Layer, other.SampleRate);
}
