using System.Globalization;

namespace Headrace.Server.Configuration.Values;

/// <summary>A number of bits a second, written with a decimal unit (<c>50Mbps</c>); 0 is no limit.</summary>
internal readonly record struct BitRate(long BitsPerSecond)
{
    private static readonly (string Unit, long Bits)[] Units = [("Gbps", 1_000_000_000), ("Mbps", 1_000_000), ("kbps", 1_000), ("bps", 1)];

    /// <summary>Reads a rate; only 0 needs no unit.</summary>
    internal static bool TryParse(string text, out BitRate rate)
    {
        rate = default;
        if (!NumberWithUnit.TrySplit(text, out decimal number, out ReadOnlySpan<char> unit)) return false;
        if (unit.IsEmpty) return number == 0;
        foreach ((string name, long bits) in Units)
        {
            if (!unit.Equals(name, StringComparison.OrdinalIgnoreCase)) continue;
            if (number > (decimal)long.MaxValue / bits) return false;
            rate = new BitRate((long)(number * bits));
            return true;
        }

        return false;
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        if (BitsPerSecond == 0) return "0";
        long rate = BitsPerSecond;
        (string unit, long factor) = Array.Find(Units, unit => rate % unit.Bits == 0);
        return string.Create(CultureInfo.InvariantCulture, $"{rate / factor}{unit}");
    }
}
