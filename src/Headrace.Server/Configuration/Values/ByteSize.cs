using System.Globalization;

namespace Headrace.Server.Configuration.Values;

/// <summary>A number of bytes, written with a decimal (<c>50MB</c>) or binary (<c>512MiB</c>) unit.</summary>
internal readonly record struct ByteSize(long Bytes)
{
    private static readonly (string Unit, long Bytes)[] Units =
    [
        ("TB", 1_000_000_000_000), ("TiB", 1L << 40), ("GB", 1_000_000_000), ("GiB", 1L << 30),
        ("MB", 1_000_000), ("MiB", 1L << 20), ("kB", 1_000), ("KB", 1_000), ("KiB", 1L << 10), ("B", 1), ("", 1),
    ];

    /// <summary>Reads a size; a number without a unit counts bytes.</summary>
    internal static bool TryParse(string text, out ByteSize size)
    {
        size = default;
        if (!NumberWithUnit.TrySplit(text, out decimal number, out ReadOnlySpan<char> unit)) return false;
        foreach ((string name, long bytes) in Units)
        {
            if (!unit.SequenceEqual(name)) continue;
            if (number > (decimal)long.MaxValue / bytes) return false;
            size = new ByteSize((long)(number * bytes));
            return true;
        }

        return false;
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        if (Bytes == 0) return "0";
        long bytes = Bytes;
        (string unit, long factor) = Array.Find(Units, unit => bytes % unit.Bytes == 0);
        return string.Create(CultureInfo.InvariantCulture, $"{bytes / factor}{unit}");
    }
}
