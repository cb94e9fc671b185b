using System.Globalization;

namespace Headrace.Manifests.Hls.Reading;

/// <summary>The value types of attributes and tags (RFC 8216bis, 4.2).</summary>
internal static class TagValues
{
    /// <summary>A decimal-integer: digits only.</summary>
    public static bool TryInteger(ReadOnlySpan<char> text, out long value) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    /// <summary>A decimal-integer that fits an <see cref="int"/>.</summary>
    public static bool TryInteger(ReadOnlySpan<char> text, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    /// <summary>A decimal-floating-point without sign.</summary>
    public static bool TryDecimal(ReadOnlySpan<char> text, out decimal value) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value);

    /// <summary>A duration in seconds, rounded to 100 ns.</summary>
    public static bool TrySeconds(ReadOnlySpan<char> text, out TimeSpan value)
    {
        value = default;
        if (!TryDecimal(text, out decimal seconds) || seconds > PlaylistLimits.DurationSeconds) return false;
        value = TimeSpan.FromTicks((long)Math.Round(seconds * TimeSpan.TicksPerSecond, MidpointRounding.AwayFromZero));
        return true;
    }

    /// <summary>An ISO 8601 date and time; without a zone it is UTC (4.4.4.6).</summary>
    public static bool TryDate(ReadOnlySpan<char> text, out DateTime utc)
    {
        bool good = DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset date);
        utc = date.UtcDateTime;
        return good;
    }

    /// <summary>n[@o]; the offset is -1 where it is left out.</summary>
    public static bool TryRange(ReadOnlySpan<char> text, out ByteRange range)
    {
        range = default;
        int at = text.IndexOf('@');
        long offset = -1;
        if (!TryInteger(at < 0 ? text : text[..at], out long length)) return false;
        if (at >= 0 && !TryInteger(text[(at + 1)..], out offset)) return false;
        if (offset > long.MaxValue - length) return false;
        range = new ByteRange(length, offset);
        return true;
    }

    /// <summary>WIDTHxHEIGHT.</summary>
    public static bool TryResolution(ReadOnlySpan<char> text, out Resolution resolution)
    {
        resolution = default;
        int x = text.IndexOf('x');
        if (x < 0 || !TryInteger(text[..x], out int width) || !TryInteger(text[(x + 1)..], out int height)) return false;
        resolution = new Resolution(width, height);
        return true;
    }
}
