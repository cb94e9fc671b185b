using System.Globalization;

namespace Headrace.Protocols.Rtsp.Headers;

/// <summary>Two UDP ports, the first for RTP and the second for RTCP.</summary>
public readonly record struct PortPair(ushort Rtp, ushort Rtcp)
{
    /// <summary>Reads <c>5000-5001</c>, or <c>5000</c>, which means the next one for RTCP.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out PortPair pair)
    {
        pair = default;
        if (!NumberPair.TryParse(text, ushort.MaxValue, out int first, out int second)) return false;
        pair = new PortPair((ushort)first, (ushort)second);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Rtp}-{Rtcp}");
}
