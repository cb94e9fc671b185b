using System.Buffers;
using System.Text;

namespace Headrace.Protocols.Rtsp;

/// <summary>Text of messages: UTF-8 (RFC 2326, 4.1), one line at a time.</summary>
internal static class RtspText
{
    /// <summary>The text with control characters replaced by spaces, and without white space at its ends.</summary>
    public static string OnOneLine(string text)
    {
        foreach (char c in text)
        {
            if (char.IsControl(c)) return string.Create(text.Length, text, Clean).Trim();
        }

        return text.Trim();
    }

    public static string Decode(in ReadOnlySequence<byte> bytes) => Encoding.UTF8.GetString(bytes);

    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<char> text) => Encoding.UTF8.GetBytes(text, output);

    private static void Clean(Span<char> target, string source)
    {
        for (int i = 0; i < target.Length; i++) target[i] = char.IsControl(source[i]) ? ' ' : source[i];
    }
}
