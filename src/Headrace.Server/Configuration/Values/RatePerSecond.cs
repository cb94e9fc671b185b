using System.Globalization;

namespace Headrace.Server.Configuration.Values;

/// <summary>How many of something a second; 0 is no limit.</summary>
internal readonly record struct RatePerSecond(int Count)
{
    private const string Unit = "/s";

    /// <summary>Reads <c>200/s</c>, or a bare <c>0</c>.</summary>
    internal static bool TryParse(string text, out RatePerSecond rate)
    {
        ReadOnlySpan<char> digits = text.EndsWith(Unit, StringComparison.Ordinal) ? text.AsSpan(0, text.Length - Unit.Length) : text;
        bool isNumber = int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int count);
        rate = new RatePerSecond(count);
        return isNumber && (count == 0 || digits.Length < text.Length);
    }

    /// <inheritdoc/>
    public override string ToString() => Count == 0 ? "0" : string.Create(CultureInfo.InvariantCulture, $"{Count}{Unit}");
}
