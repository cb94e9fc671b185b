using System.Globalization;
using System.Text.RegularExpressions;
using Headrace.Server.Configuration.Values;

namespace Headrace.Server.Importing.Keys;

/// <summary>Values as other servers write them. What is not understood is null.</summary>
internal static partial class ForeignValues
{
    private static readonly (string Unit, decimal Ticks)[] Units =
    [
        ("ns", 0.01m), ("us", 10m), ("µs", 10m), ("μs", 10m), ("ms", TimeSpan.TicksPerMillisecond), ("s", TimeSpan.TicksPerSecond), ("m", TimeSpan.TicksPerMinute),
        ("h", TimeSpan.TicksPerHour), ("d", TimeSpan.TicksPerDay),
    ];

    /// <summary>A word of truth, as YAML 1.1 has them.</summary>
    internal static bool? Flag(string text) => text.ToLowerInvariant() switch
    {
        "yes" or "true" or "on" or "y" => true,
        "no" or "false" or "off" or "n" => false,
        _ => null,
    };

    /// <summary>A word of truth as we write it.</summary>
    internal static string? FlagText(string text) => Flag(text) switch { true => "true", false => "false", _ => null };

    /// <summary>A duration such as <c>1h30m</c>, as we write it.</summary>
    internal static string? Duration(string text)
    {
        if (text == "0") return "0s";
        MatchCollection parts = Part().Matches(text);
        if (parts.Count == 0 || parts.Sum(part => part.Length) != text.Length) return null;
        decimal ticks = 0;
        foreach (Match part in parts)
        {
            if (!decimal.TryParse(part.Groups[1].ValueSpan, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number)) return null;
            ticks += number * Array.Find(Units, unit => unit.Unit == part.Groups[2].Value).Ticks;
        }

        return ticks <= Durations.Longest.Ticks ? Durations.Format(new TimeSpan((long)ticks)) : null;
    }

    /// <summary>A port of all addresses.</summary>
    internal static string? Port(string text) => ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ushort port) ? string.Create(CultureInfo.InvariantCulture, $":{port}") : null;

    /// <summary>The port of an address; null where there is none.</summary>
    internal static int? PortOf(string address) =>
        ushort.TryParse(address.AsSpan(address.LastIndexOf(':') + 1), NumberStyles.None, CultureInfo.InvariantCulture, out ushort port) ? port : null;

    // At most eight digits on each side: no sum of a file's worth of them leaves what a decimal holds.
    [GeneratedRegex(@"([0-9]{1,8}(?:\.[0-9]{1,8})?)(ns|us|µs|μs|ms|s|m|h|d)", RegexOptions.CultureInvariant)]
    private static partial Regex Part();
}
