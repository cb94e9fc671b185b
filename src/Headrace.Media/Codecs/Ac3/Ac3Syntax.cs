using Headrace.Media.Codecs.Framing;

namespace Headrace.Media.Codecs.Ac3;

/// <summary>Frames of AC-3 in a stream of bytes.</summary>
internal sealed class Ac3Syntax : FrameSyntax
{
    public override Codec Codec => Ac3Codec.Instance;

    public override int HeaderLength => Ac3Header.Length;

    public override bool TryMeasure(ReadOnlySpan<byte> bytes, out FrameMeasure measure)
    {
        bool isRead = Ac3Header.TryRead(bytes, out Ac3Header header);
        measure = isRead ? new FrameMeasure(header.FrameLength, Ac3Header.SamplesPerFrame, header.SampleRate) : default;
        return isRead;
    }

    public override bool BelongTogether(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second) =>
        Ac3Header.TryRead(first, out Ac3Header one) && Ac3Header.TryRead(second, out Ac3Header other) && (one.RateCode, one.BitStreamId) == (other.RateCode, other.BitStreamId);
}
