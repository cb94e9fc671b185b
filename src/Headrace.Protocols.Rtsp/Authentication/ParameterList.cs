using System.Text;

namespace Headrace.Protocols.Rtsp.Authentication;

/// <summary>
/// The words and parameters of a header of authentication (RFC 9110, 11.2), read leniently: quotes may be missing, white space may stand
/// anywhere, a value may be empty. At most <see cref="MaxItems"/> are read.
/// </summary>
internal static class ParameterList
{
    public const int MaxItems = 64;

    /// <summary>The items in order: a word alone (a scheme, or credentials behind one) has no value.</summary>
    public static List<(string Name, string? Value)> Read(ReadOnlySpan<char> text)
    {
        List<(string Name, string? Value)> items = [];
        while (items.Count < MaxItems)
        {
            text = text.TrimStart(" \t,=");
            if (text.IsEmpty) break;
            int end = text.IndexOfAny(" \t,=");
            string name = (end < 0 ? text : text[..end]).ToString();
            text = end < 0 ? default : text[end..];
            ReadOnlySpan<char> behind = text.TrimStart(" \t");
            string? value = behind.StartsWith("=") ? ReadValue(behind[1..].TrimStart(" \t"), out text) : null;
            items.Add((name, value));
        }

        return items;
    }

    /// <summary>A value in quotes, with quotes and backslashes of its own escaped.</summary>
    public static string Quote(string value) =>
        '"' + value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + '"';

    private static string ReadValue(ReadOnlySpan<char> text, out ReadOnlySpan<char> rest)
    {
        if (!text.StartsWith("\""))
        {
            int end = text.IndexOfAny(" \t,");
            rest = end < 0 ? default : text[end..];
            return (end < 0 ? text : text[..end]).ToString();
        }

        StringBuilder value = new();
        int at = 1;
        while (at < text.Length && text[at] != '"')
        {
            if (text[at] == '\\' && at + 1 < text.Length) at++;
            value.Append(text[at++]);
        }

        rest = at < text.Length ? text[(at + 1)..] : default;
        return value.ToString();
    }
}
