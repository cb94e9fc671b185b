using Headrace.Media.Codecs.Ac3;
using Headrace.Media.Codecs.Framing;

namespace Headrace.Media.Codecs.Eac3;

/// <summary>Frames of E-AC-3 in a stream of bytes. Time goes on with the first substream alone.</summary>
internal sealed class Eac3Syntax : FrameSyntax
{
    public override Codec Codec => Eac3Codec.Instance;

    public override int HeaderLength => Ac3Header.Length;

    public override bool TryMeasure(ReadOnlySpan<byte> bytes, out FrameMeasure measure)
    {
        bool isRead = Eac3Header.TryRead(bytes, out Eac3Header header) && header.FrameLength >= HeaderLength;
        measure = isRead ? new FrameMeasure(header.FrameLength, header.IsFirstOfSet ? header.Samples : 0, header.SampleRate) : default;
        return isRead;
    }

    public override bool BelongTogether(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second) =>
        Eac3Header.TryRead(first, out Eac3Header one) && Eac3Header.TryRead(second, out Eac3Header other) && one.SampleRate == other.SampleRate;
}
