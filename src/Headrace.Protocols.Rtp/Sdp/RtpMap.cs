using System.Globalization;

namespace Headrace.Protocols.Rtp.Sdp;

/// <summary>What a payload type means (RFC 8866, 6.6): <c>a=rtpmap:96 H264/90000</c>, or the static table of RFC 3551.</summary>
/// <param name="PayloadType">0 to 127.</param>
/// <param name="EncodingName">Name as written; compared without regard to case.</param>
/// <param name="ClockRate">Ticks a second of the RTP timestamps.</param>
/// <param name="Channels">The third part; 1 where it is missing.</param>
public sealed record RtpMap(byte PayloadType, string EncodingName, int ClockRate, int Channels = 1)
{
    /// <summary>Greatest clock rate accepted; it keeps products of time and rate within 64 bits.</summary>
    public const int MaxClockRate = 50_000_000;

    /// <summary>Greatest number of channels accepted.</summary>
    public const int MaxChannels = 255;

    /// <summary>True when the encoding has this name.</summary>
    public bool Is(string encodingName) => string.Equals(EncodingName, encodingName, StringComparison.OrdinalIgnoreCase);

    /// <summary>Parses <c>96 H264/90000</c> or <c>97 mpeg4-generic/48000/2</c>; spaces around the parts are tolerated.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out RtpMap map)
    {
        map = null!;
        text = text.Trim();
        int space = text.IndexOfAny(' ', '\t');
        if (space <= 0 || !byte.TryParse(text[..space], NumberStyles.None, CultureInfo.InvariantCulture, out byte payloadType) || payloadType > 127) return false;
        ReadOnlySpan<char> rest = text[space..].Trim();
        int slash = rest.IndexOf('/');
        if (slash <= 0) return false;
        ReadOnlySpan<char> name = rest[..slash].Trim();
        rest = rest[(slash + 1)..].Trim();
        slash = rest.IndexOf('/');
        ReadOnlySpan<char> rate = slash < 0 ? rest : rest[..slash].Trim();
        if (name.IsEmpty || !int.TryParse(rate, NumberStyles.None, CultureInfo.InvariantCulture, out int clockRate)) return false;
        if (clockRate is <= 0 or > MaxClockRate) return false;

        int channels = 1;
        if (slash >= 0 && int.TryParse(rest[(slash + 1)..].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int stated) && stated is > 0 and <= MaxChannels) channels = stated;
        map = new RtpMap(payloadType, name.ToString(), clockRate, channels);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => Channels == 1 ? $"{PayloadType} {EncodingName}/{ClockRate}" : $"{PayloadType} {EncodingName}/{ClockRate}/{Channels}";
}
