using Headrace.Media.Codecs.Framing;

namespace Headrace.Media.Codecs.Aac;

/// <summary>ADTS frames in a stream of bytes.</summary>
public sealed class AdtsSyntax : FrameSyntax
{
    // ISO/IEC 14496-3, 1.A.3: ADTS knows no frames of 960 samples.
    private const int CoreSamples = 1024;

    private AdtsSyntax()
    {
    }

    /// <summary>The one instance.</summary>
    public static AdtsSyntax Instance { get; } = new();

    /// <inheritdoc/>
    public override Codec Codec => AacCodec.Instance;

    /// <inheritdoc/>
    public override int HeaderLength => AdtsHeader.Length;

    /// <inheritdoc/>
    public override bool TryMeasure(ReadOnlySpan<byte> bytes, out FrameMeasure measure)
    {
        bool isRead = AdtsHeader.TryRead(bytes, out AdtsHeader header);
        measure = isRead ? new FrameMeasure(header.FrameLength, CoreSamples, header.SampleRate) : default;
        return isRead && header.FrameLength > AdtsHeader.Length;
    }

    /// <inheritdoc/>
    public override bool BelongTogether(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second) =>
        AdtsHeader.TryRead(first, out AdtsHeader one) && AdtsHeader.TryRead(second, out AdtsHeader other)
        && (one.ObjectType, one.SampleRate, one.ChannelConfiguration) == (other.ObjectType, other.SampleRate, other.ChannelConfiguration);
}
