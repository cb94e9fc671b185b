namespace Headrace.Protocols.Rtmp.SignIn;

/// <summary>Names and values behind a question mark, as they stand there.</summary>
internal static class SignInQuery
{
    /// <summary>What is behind the first question mark; empty where there is none.</summary>
    public static string Of(string text) => text.IndexOf('?', StringComparison.Ordinal) is >= 0 and int mark ? text[(mark + 1)..] : "";

    /// <summary>The text with further parameters.</summary>
    public static string Append(string text, string parameters) => text + (text.Contains('?', StringComparison.Ordinal) ? '&' : '?') + parameters;

    /// <summary>The value of a name, or null.</summary>
    public static string? Find(string query, string name)
    {
        foreach (Range range in query.AsSpan().Split('&'))
        {
            ReadOnlySpan<char> pair = query.AsSpan(range);
            int equals = pair.IndexOf('=');
            if (equals > 0 && pair[..equals].SequenceEqual(name)) return pair[(equals + 1)..].ToString();
        }

        return null;
    }
}
