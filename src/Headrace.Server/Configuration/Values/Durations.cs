using System.Globalization;

namespace Headrace.Server.Configuration.Values;

/// <summary>Durations as a number and a unit: <c>200ms</c>, <c>10s</c>, <c>5m</c>, <c>1h</c>, <c>7d</c>.</summary>
internal static class Durations
{
    /// <summary>Longest duration that is read: ten years of 365 days.</summary>
    internal static readonly TimeSpan Longest = TimeSpan.FromDays(3650);

    private static readonly (string Unit, long Ticks)[] Units =
    [
        ("d", TimeSpan.TicksPerDay), ("h", TimeSpan.TicksPerHour), ("m", TimeSpan.TicksPerMinute), ("s", TimeSpan.TicksPerSecond), ("ms", TimeSpan.TicksPerMillisecond),
    ];

    /// <summary>Reads a duration of whole 100 ns; a bare <c>0</c> needs no unit.</summary>
    internal static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        if (!NumberWithUnit.TrySplit(text, out decimal number, out ReadOnlySpan<char> unit)) return false;
        if (unit.IsEmpty) return number == 0;
        foreach ((string name, long ticks) in Units)
        {
            if (!unit.SequenceEqual(name)) continue;
            if (number > (decimal)Longest.Ticks / ticks) return false;
            duration = new TimeSpan((long)(number * ticks));
            return true;
        }

        return false;
    }

    /// <summary>Writes a duration in the greatest unit that it is a whole multiple of.</summary>
    internal static string Format(TimeSpan duration)
    {
        if (duration == TimeSpan.Zero) return "0s";
        foreach ((string name, long ticks) in Units)
        {
            if (duration.Ticks % ticks == 0) return string.Create(CultureInfo.InvariantCulture, $"{duration.Ticks / ticks}{name}");
        }

        return string.Create(CultureInfo.InvariantCulture, $"{(decimal)duration.Ticks / TimeSpan.TicksPerMillisecond}ms");
    }
}
