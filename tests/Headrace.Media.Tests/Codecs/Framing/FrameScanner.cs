using Headrace.Media.Codecs.Framing;

namespace Headrace.Media.Tests.Codecs.Framing;

/// <summary>
/// Finds frames in bytes that may begin anywhere. While it has not found its place it believes a header only when another one that belongs to it stands where the
/// frame ends; from then on each frame is where the one before it ends, until there is none.
/// </summary>
/// <param name="syntax">What a frame looks like.</param>
internal sealed class FrameScanner(FrameSyntax syntax)
{
    /// <summary>True while the place of the next frame is known.</summary>
    public bool IsLocked { get; private set; }

    /// <summary>Bytes passed over because they were no frames.</summary>
    public long Skipped { get; private set; }

    /// <summary>
    /// Takes the next whole frame. False when more bytes are needed: what <paramref name="bytes"/> is then is to be kept, and given again with what follows. It is never
    /// longer than two frames.
    /// </summary>
    /// <param name="bytes">The bytes; narrowed to what follows the frame.</param>
    /// <param name="isEnd">True when nothing follows them: a frame that ends where they end is believed.</param>
    /// <param name="frame">The frame.</param>
    public bool TryTake(ref ReadOnlySpan<byte> bytes, bool isEnd, out ReadOnlySpan<byte> frame)
    {
        while (bytes.Length >= syntax.HeaderLength)
        {
            if (!syntax.TryMeasure(bytes, out FrameMeasure measure))
            {
                Pass(ref bytes);
                continue;
            }

            int length = measure.Length;
            if (length > bytes.Length && !isEnd) break;
            bool isConfirmed = length <= bytes.Length && (IsLocked || Confirms(bytes, length, isEnd) is true);
            if (isConfirmed)
            {
                IsLocked = true;
                frame = bytes[..length];
                bytes = bytes[length..];
                return true;
            }

            if (!isEnd && Confirms(bytes, length, isEnd) is null) break;
            Pass(ref bytes);
        }

        frame = default;
        return false;
    }

    /// <summary>Whether another header stands behind a frame; null when the bytes do not reach so far.</summary>
    private bool? Confirms(ReadOnlySpan<byte> bytes, int length, bool isEnd)
    {
        if (length > bytes.Length) return isEnd ? false : null;
        ReadOnlySpan<byte> next = bytes[length..];
        if (next.Length < syntax.HeaderLength) return isEnd ? next.IsEmpty : null;
        return syntax.TryMeasure(next, out _) && syntax.BelongTogether(bytes, next);
    }

    private void Pass(ref ReadOnlySpan<byte> bytes)
    {
        IsLocked = false;
        Skipped++;
        bytes = bytes[1..];
    }
}
