using System.Globalization;

namespace Headrace.Server.Configuration.Values;

/// <summary>UDP ports of which the first free pair is taken, the even one for RTP.</summary>
/// <param name="First">The first port; 0 lets the system choose.</param>
/// <param name="Last">The last port.</param>
internal readonly record struct UdpPorts(int First, int Last)
{
    /// <summary>Reads <c>8000-8001</c>, a longer range, or <c>0</c>.</summary>
    internal static bool TryParse(string text, out UdpPorts ports)
    {
        ports = default;
        if (text == "0") return true;
        int hyphen = text.IndexOf('-', StringComparison.Ordinal);
        if (hyphen < 0 || !TryParsePort(text.AsSpan(0, hyphen), out int first) || !TryParsePort(text.AsSpan(hyphen + 1), out int last)) return false;
        ports = new UdpPorts(first, last);
        return last > first + first % 2;
    }

    /// <inheritdoc/>
    public override string ToString() => First == 0 ? "0" : string.Create(CultureInfo.InvariantCulture, $"{First}-{Last}");

    private static bool TryParsePort(ReadOnlySpan<char> text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and <= ushort.MaxValue;
}
