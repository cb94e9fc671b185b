using System.Buffers;
using System.Buffers.Binary;

namespace Headrace.Protocols.Rtsp.Parsing;

/// <summary>Tells whether an interleaved frame begins at a place, from its header and from what follows its payload.</summary>
internal static class FrameStart
{
    /// <summary>
    /// Out of step: a channel that was set up, a length of <see cref="RtspLimits.MinPlausibleFrameBytes"/> to
    /// <paramref name="longest"/>, and behind it another frame of such a channel or a message.
    /// </summary>
    public static StartMatch MatchKnown(in ReadOnlySequence<byte> bytes, InterleavedChannels channels, int longest)
    {
        Span<byte> head = stackalloc byte[InterleavedFrame.HeaderBytes];
        int available = Copy(bytes, head);
        if (available == 0) return StartMatch.NeedMore;
        if (head[0] != InterleavedFrame.Marker) return StartMatch.No;
        if (available > 1 && !channels.Contains(head[1])) return StartMatch.No;
        if (available < head.Length) return StartMatch.NeedMore;
        int length = BinaryPrimitives.ReadUInt16BigEndian(head[2..]);
        if (length < RtspLimits.MinPlausibleFrameBytes || length > longest) return StartMatch.No;
        int end = InterleavedFrame.HeaderBytes + length;
        return bytes.Length <= end ? StartMatch.NeedMore : MatchFollower(bytes.Slice(end), channels);
    }

    /// <summary>In step: whether what stands behind a doubtful frame is another frame, of any channel, or a message.</summary>
    public static StartMatch MatchAnyFollower(in ReadOnlySequence<byte> follower)
    {
        if (follower.IsEmpty) return StartMatch.NeedMore;
        return follower.FirstSpan[0] == InterleavedFrame.Marker ? StartMatch.Yes : MessageStart.MatchKnown(follower);
    }

    private static StartMatch MatchFollower(in ReadOnlySequence<byte> follower, InterleavedChannels channels)
    {
        Span<byte> head = stackalloc byte[2];
        int available = Copy(follower, head);
        if (head[0] != InterleavedFrame.Marker) return MessageStart.MatchKnown(follower);
        if (available < head.Length) return StartMatch.NeedMore;
        return channels.Contains(head[1]) ? StartMatch.Yes : StartMatch.No;
    }

    private static int Copy(in ReadOnlySequence<byte> bytes, Span<byte> target)
    {
        int length = (int)Math.Min(bytes.Length, target.Length);
        bytes.Slice(0, length).CopyTo(target);
        return length;
    }
}
