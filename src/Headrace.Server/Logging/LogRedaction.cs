using Headrace.Streaming.Access;

namespace Headrace.Server.Logging;

/// <summary>
/// The last guard of every log line: takes out secrets (<see cref="SecretText"/>), and control characters, which a peer could forge lines with.
/// Whoever logs is still asked not to pass any.
/// </summary>
internal static class LogRedaction
{
    /// <summary>Most characters of one message or value.</summary>
    internal const int MaxLength = 4_096;

    /// <summary>The text as it may be written, on one line.</summary>
    internal static string Clean(string text)
    {
        if (text.Length > MaxLength) text = string.Concat(text.AsSpan(0, MaxLength), "…");
        text = SecretText.HideInText(text);
        return text.AsSpan().ContainsAnyInRange('\0', '\x1F') || text.AsSpan().ContainsAnyInRange('\x7F', '\x9F') || text.AsSpan().ContainsAny('\u2028', '\u2029')
            ? string.Concat(text.Select(Printable))
            : text;
    }

    private static char Printable(char c) => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c;
}
