using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Headrace.Server.Importing.Drafts;

/// <summary>Texts as YAML writes them.</summary>
internal static partial class DraftText
{
    /// <summary>A text, in quotes where it needs some.</summary>
    internal static string Of(string text) => Bare().IsMatch(text) ? text : Quoted(text);

    /// <summary>A list on one line.</summary>
    internal static string Of(IEnumerable<string> items) => $"[{string.Join(", ", items.Select(Of))}]";

    private static string Quoted(string text)
    {
        StringBuilder quoted = new("\"", text.Length + 2);
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c is '"' or '\\') quoted.Append('\\').Append(c);
            else if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])) quoted.Append(c).Append(text[++i]);
            else if (char.IsControl(c) || char.IsSurrogate(c) || c is '\u00a0' or '\u2028' or '\u2029' or '\ufeff') quoted.Append(CultureInfo.InvariantCulture, $"\\u{(char.IsSurrogate(c) ? '\ufffd' : c):x4}");
            else quoted.Append(c);
        }

        return quoted.Append('"').ToString();
    }

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9_./-]*\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Bare();
}
