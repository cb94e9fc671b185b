using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Headrace.Streaming.Paths;

/// <summary>
/// The name of a stream, which is its path in every URL: segments of ASCII letters, digits and <c>- _ . ~</c>, joined by slashes, none of them a
/// word that the server's own addresses need. Letter case counts, in reserved words it does not.
/// </summary>
public sealed record StreamName
{
    /// <summary>Most characters of a name.</summary>
    public const int MaxLength = 255;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~/");

    private StreamName(string value) => Value = value;

    /// <summary>The name as it stands in URLs, without a slash at either end.</summary>
    public string Value { get; }

    /// <summary>Reads a name; <paramref name="fault"/> says in words why it is none, and is null otherwise.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out StreamName? name, [NotNullWhen(false)] out string? fault)
    {
        fault = FaultOf(text);
        name = fault is null ? new StreamName(text.ToString()) : null;
        return name is not null;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;

    private static string? FaultOf(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty) return "a stream's name must not be empty";
        if (text.Length > MaxLength) return "a stream's name has at most 255 characters";
        if (text.ContainsAnyExcept(Allowed)) return "a stream's name consists of letters, digits, '-', '_', '.', '~' and '/'";
        int index = 0;
        foreach (Range range in text.Split('/'))
        {
            ReadOnlySpan<char> segment = text[range];
            if (segment.IsEmpty) return "a stream's name has no slash at its start or end, and no two in a row";
            if (segment is "." or "..") return "'.' and '..' are no segments of a stream's name";
            if (ReservedSegments.IsAnywhere(segment)) return "'hls' is reserved: no segment of a stream's name may be it";
            if (index++ == 0 && ReservedSegments.IsFirst(segment)) return "the first segment is a word that the server's own addresses begin with";
            if (range.End.Value == text.Length && ReservedSegments.IsLast(segment)) return "the last segment is a word or has an ending that addresses below a stream use";
        }

        return null;
    }
}
