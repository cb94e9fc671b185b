using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Headrace.Streaming.Access;

/// <summary>Which streams are meant: all (empty), one by its name, or those whose name a regular expression matches (<c>~^site/</c>).</summary>
public sealed record StreamPattern
{
    /// <summary>Most characters of a pattern.</summary>
    public const int MaxLength = 500;

    private readonly string _text;
    private readonly Regex? _expression;

    private StreamPattern(string text, Regex? expression)
    {
        _text = text;
        _expression = expression;
    }

    /// <summary>All streams.</summary>
    public static StreamPattern All { get; } = new("", null);

    /// <summary>Reads a pattern. Expressions are matched in linear time, so that no name can make one run long; what that forbids is refused.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out StreamPattern? pattern)
    {
        pattern = null;
        if (text.Length > MaxLength) return false;
        try
        {
            pattern = new StreamPattern(text, text.StartsWith('~') ? new Regex(text[1..], RegexOptions.NonBacktracking | RegexOptions.CultureInvariant) : null);
            return true;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            // The library tells bad input by throwing; it stops here.
            return false;
        }
    }

    /// <summary>True for a name that is meant.</summary>
    public bool IsMatch(string stream) => _text.Length == 0 || (_expression is null ? _text == stream : _expression.IsMatch(stream));

    /// <inheritdoc/>
    public bool Equals(StreamPattern? other) => other is not null && _text == other._text;

    /// <inheritdoc/>
    public override int GetHashCode() => _text.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => _text;
}
