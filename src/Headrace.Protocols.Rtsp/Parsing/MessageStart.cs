using System.Buffers;
using System.Text;

namespace Headrace.Protocols.Rtsp.Parsing;

/// <summary>Tells from a few bytes whether a message begins there, so that media bytes are not taken for text.</summary>
internal static class MessageStart
{
    private const int LookAheadBytes = 24;
    private const int MinMethodLength = 3;
    private static readonly SearchValues<byte> MethodBytes = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ_"u8);

    private static readonly byte[][] KnownMethods =
        [.. Enum.GetValues<RtspMethod>().Skip(1).Select(method => Encoding.ASCII.GetBytes(method.ToToken() + " "))];

    /// <summary>In step: any method of capitals and a space, or a response.</summary>
    public static StartMatch MatchAny(in ReadOnlySequence<byte> bytes)
    {
        Span<byte> copy = stackalloc byte[LookAheadBytes];
        ReadOnlySpan<byte> head = Head(bytes, copy);
        StartMatch response = MatchPrefix(head, "RTSP/"u8);
        if (response != StartMatch.No) return response;
        int end = head.IndexOfAnyExcept(MethodBytes);
        if (end < 0) return head.Length < LookAheadBytes ? StartMatch.NeedMore : StartMatch.No;
        return end >= MinMethodLength && head[end] == ' ' ? StartMatch.Yes : StartMatch.No;
    }

    /// <summary>Out of step: a known method with the start of a URL behind it, or a response of a known version.</summary>
    public static StartMatch MatchKnown(in ReadOnlySequence<byte> bytes)
    {
        Span<byte> copy = stackalloc byte[LookAheadBytes];
        ReadOnlySpan<byte> head = Head(bytes, copy);
        StartMatch match = MatchPrefix(head, "RTSP/1.0 "u8);
        foreach (byte[] method in KnownMethods)
        {
            StartMatch other = MatchPrefix(head, method);
            if (other == StartMatch.Yes) other = MatchUriStart(head[method.Length..]);
            if (other == StartMatch.Yes) return StartMatch.Yes;
            if (other == StartMatch.NeedMore) match = StartMatch.NeedMore;
        }

        return match;
    }

    private static StartMatch MatchUriStart(ReadOnlySpan<byte> uri) =>
        uri.IsEmpty ? StartMatch.NeedMore : uri[0] is (byte)'r' or (byte)'R' or (byte)'*' or (byte)'/' ? StartMatch.Yes : StartMatch.No;

    private static StartMatch MatchPrefix(ReadOnlySpan<byte> head, ReadOnlySpan<byte> wanted)
    {
        int common = Math.Min(head.Length, wanted.Length);
        if (!head[..common].SequenceEqual(wanted[..common])) return StartMatch.No;
        return head.Length < wanted.Length ? StartMatch.NeedMore : StartMatch.Yes;
    }

    private static ReadOnlySpan<byte> Head(in ReadOnlySequence<byte> bytes, Span<byte> copy)
    {
        if (bytes.FirstSpan.Length >= copy.Length) return bytes.FirstSpan[..copy.Length];
        int length = (int)Math.Min(bytes.Length, copy.Length);
        bytes.Slice(0, length).CopyTo(copy);
        return copy[..length];
    }
}
