namespace Headrace.Media.Codecs.Framing;

/// <summary>
/// How a codec's frames tell their length in a stream of bytes (ADTS, MPEG audio, AC-3, E-AC-3): each begins with a header that has a pattern to be known by. A header is to be
/// believed where another one that belongs to it stands behind its frame. Stateless; one instance a codec.
/// </summary>
public abstract class FrameSyntax
{
    /// <summary>The codec whose assembler takes the frames.</summary>
    public abstract Codec Codec { get; }

    /// <summary>Bytes of a frame that must be there before its length can be told.</summary>
    public abstract int HeaderLength { get; }

    /// <summary>Reads the header at the start. False when there is none, it is cut off, or it breaks a bound.</summary>
    /// <param name="bytes">A frame, or what follows it.</param>
    /// <param name="measure">Its extent: at least <see cref="HeaderLength"/> bytes.</param>
    public abstract bool TryMeasure(ReadOnlySpan<byte> bytes, out FrameMeasure measure);

    /// <summary>True when two headers that can be measured may stand in one stream: what does not change there is the same in both.</summary>
    public abstract bool BelongTogether(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second);
}
