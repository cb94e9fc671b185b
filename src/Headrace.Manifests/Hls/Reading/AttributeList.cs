namespace Headrace.Manifests.Hls.Reading;

/// <summary>An attribute list: NAME=value pairs separated by commas, values quoted or not (RFC 8216bis, 4.2). Each look-up walks the text.</summary>
internal readonly ref struct AttributeList(ReadOnlySpan<char> text)
{
    private readonly ReadOnlySpan<char> _text = text;

    /// <summary>What is wrong with the list as a whole; null when nothing is.</summary>
    public string? FindFault()
    {
        HashSet<string> names = [];
        ReadOnlySpan<char> rest = _text;
        while (!rest.IsEmpty)
        {
            if (!TryNext(rest, out rest, out ReadOnlySpan<char> name, out ReadOnlySpan<char> value, out bool quoted)) return "not an attribute list";
            if (!names.Add(name.ToString())) return $"attribute {name} stands twice";
            if (!quoted && value.IsEmpty) return $"attribute {name} has no value";
            if (!quoted && value.IndexOfAny(" \t\"") >= 0) return $"attribute {name} has blanks or quotes in a value without quotes";
        }

        return null;
    }

    /// <summary>The value of an attribute, without its quotes.</summary>
    public bool TryGet(ReadOnlySpan<char> wanted, out ReadOnlySpan<char> value) => TryGet(wanted, out value, out _);

    /// <summary>The value of an attribute, without its quotes, and whether it had them.</summary>
    public bool TryGet(ReadOnlySpan<char> wanted, out ReadOnlySpan<char> value, out bool quoted)
    {
        ReadOnlySpan<char> rest = _text;
        while (TryNext(rest, out rest, out ReadOnlySpan<char> name, out value, out quoted))
        {
            if (name.SequenceEqual(wanted)) return true;
        }

        value = default;
        quoted = false;
        return false;
    }

    /// <summary>The value of an attribute; null where it is missing.</summary>
    public string? GetString(ReadOnlySpan<char> name) => TryGet(name, out ReadOnlySpan<char> value) ? value.ToString() : null;

    /// <summary>Whether an enumerated attribute is YES.</summary>
    public bool IsYes(ReadOnlySpan<char> name) => TryGet(name, out ReadOnlySpan<char> value) && value.SequenceEqual("YES");

    private static bool TryNext(
        ReadOnlySpan<char> text, out ReadOnlySpan<char> rest, out ReadOnlySpan<char> name, out ReadOnlySpan<char> value, out bool quoted)
    {
        rest = name = value = default;
        quoted = false;
        int equals = text.IndexOf('=');
        if (equals <= 0) return false;
        name = text[..equals].Trim();
        text = text[(equals + 1)..];
        if (!text.IsEmpty && text[0] == '"')
        {
            int end = text[1..].IndexOf('"');
            if (end < 0) return false;
            quoted = true;
            value = text.Slice(1, end);
            text = text[(end + 2)..];
        }
        else
        {
            int comma = text.IndexOf(',');
            value = (comma < 0 ? text : text[..comma]).Trim();
            text = comma < 0 ? [] : text[comma..];
        }

        if (text.IsEmpty) return true;
        rest = text[1..];
        return text[0] == ',';
    }
}
