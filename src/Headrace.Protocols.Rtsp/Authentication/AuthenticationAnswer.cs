using System.Diagnostics.CodeAnalysis;

namespace Headrace.Protocols.Rtsp.Authentication;

/// <summary>What a client answers: the value of an <c>Authorization</c> header.</summary>
public abstract record AuthenticationAnswer
{
    private protected AuthenticationAnswer()
    {
    }

    /// <summary>The user's name.</summary>
    public abstract string User { get; }

    /// <summary>Reads a header's value. False for schemes that are not known, and where something is missing.</summary>
    public static bool TryParse(string? value, [NotNullWhen(true)] out AuthenticationAnswer? answer)
    {
        answer = null;
        if (value is null) return false;
        ReadOnlySpan<char> text = value.AsSpan().Trim();
        int end = text.IndexOfAny(" \t");
        if (end < 0) return false;
        ReadOnlySpan<char> scheme = text[..end];
        if (scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase)) answer = BasicAnswer.Read(text[end..].Trim());
        else if (scheme.Equals("Digest", StringComparison.OrdinalIgnoreCase)) answer = DigestAnswer.Read(text[end..]);
        return answer is not null;
    }
}
