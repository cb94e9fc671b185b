using System.Buffers;
using System.Globalization;

namespace Headrace.Server.Configuration.Values;

/// <summary>A number with a unit behind it, as in <c>1.5s</c>: the shared part of durations and sizes.</summary>
internal static class NumberWithUnit
{
    /// <summary>Digits before and behind the point that are read: far more than any unit needs, and within <see cref="decimal"/>.</summary>
    private const int MaxDigits = 20;

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");

    /// <summary>Splits <paramref name="text"/>; false when it does not begin with an unsigned number.</summary>
    internal static bool TrySplit(ReadOnlySpan<char> text, out decimal number, out ReadOnlySpan<char> unit)
    {
        int end = text.IndexOfAnyExcept(Digits);
        ReadOnlySpan<char> digits = end < 0 ? text : text[..end];
        unit = end < 0 ? [] : text[end..].TrimStart(' ');
        number = 0;
        return digits.Length is > 0 and <= MaxDigits && char.IsAsciiDigit(digits[0]) && char.IsAsciiDigit(digits[^1])
            && decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number);
    }
}
