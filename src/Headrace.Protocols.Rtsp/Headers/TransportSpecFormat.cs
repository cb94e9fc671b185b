using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Headrace.Protocols.Rtsp.Headers;

/// <summary>Reads and writes one alternative of a Transport header. Unknown and unreadable parameters are passed over.</summary>
internal static class TransportSpecFormat
{
    private static readonly string[] Profiles = ["RTP/AVP", "RTP/AVPF", "RTP/SAVP", "RTP/SAVPF"];

    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out TransportSpec? spec)
    {
        spec = null;
        foreach (Range range in text.Split(';'))
        {
            ReadOnlySpan<char> part = text[range].Trim();
            if (spec is null)
            {
                if (!TryParseProtocol(part, out RtpProfile profile, out LowerTransport lower)) return false;
                spec = new TransportSpec { Profile = profile, Lower = lower };
                continue;
            }

            int equals = part.IndexOf('=');
            spec = equals < 0 ? WithFlag(spec, part) : WithParameter(spec, part[..equals].Trim(), part[(equals + 1)..].Trim().Trim('"'));
        }

        return spec is not null;
    }

    public static string Write(TransportSpec spec)
    {
        StringBuilder text = new(Profiles[(int)spec.Profile]);
        if (spec.Lower == LowerTransport.Tcp) text.Append("/TCP");
        text.Append(spec.IsMulticast ? ";multicast" : ";unicast");
        Append(text, "destination", spec.Destination);
        Append(text, "source", spec.Source);
        Append(text, "ttl", spec.TimeToLive);
        Append(text, "port", spec.GroupPorts);
        Append(text, "client_port", spec.ClientPorts);
        Append(text, "server_port", spec.ServerPorts);
        Append(text, "interleaved", spec.Interleaved);
        Append(text, "ssrc", spec.Ssrc?.ToString("X8", CultureInfo.InvariantCulture));
        Append(text, "mode", spec.Mode is { } mode ? mode == TransportMode.Record ? "record" : "play" : null);
        return text.ToString();
    }

    private static void Append(StringBuilder text, string name, object? value)
    {
        if (value is not null) text.Append(CultureInfo.InvariantCulture, $";{name}={value}");
    }

    private static bool TryParseProtocol(ReadOnlySpan<char> text, out RtpProfile profile, out LowerTransport lower)
    {
        lower = LowerTransport.Udp;
        if (text.EndsWith("/TCP", StringComparison.OrdinalIgnoreCase)) lower = LowerTransport.Tcp;
        if (lower == LowerTransport.Tcp || text.EndsWith("/UDP", StringComparison.OrdinalIgnoreCase)) text = text[..^4];
        for (int i = 0; i < Profiles.Length; i++)
        {
            profile = (RtpProfile)i;
            if (text.Equals(Profiles[i], StringComparison.OrdinalIgnoreCase)) return true;
        }

        profile = default;
        return false;
    }

    private static TransportSpec WithFlag(TransportSpec spec, ReadOnlySpan<char> flag)
    {
        if (flag.Equals("multicast", StringComparison.OrdinalIgnoreCase)) return spec with { IsMulticast = true };
        if (flag.Equals("unicast", StringComparison.OrdinalIgnoreCase)) return spec with { IsMulticast = false };
        return spec;
    }

    private static TransportSpec WithParameter(TransportSpec spec, ReadOnlySpan<char> name, ReadOnlySpan<char> value)
    {
        Span<char> lower = stackalloc char[LongestName];
        if (name.Length > LongestName) return spec;
        lower = lower[..name.ToLowerInvariant(lower)];
        return lower switch
        {
            "interleaved" => NumberPair.TryParse(value, byte.MaxValue, out int rtp, out int rtcp) && rtp != rtcp
                ? spec with { Interleaved = new ChannelPair((byte)rtp, (byte)rtcp) }
                : spec,
            "client_port" => PortPair.TryParse(value, out PortPair client) ? spec with { ClientPorts = client } : spec,
            "server_port" => PortPair.TryParse(value, out PortPair server) ? spec with { ServerPorts = server } : spec,
            "port" => PortPair.TryParse(value, out PortPair group) ? spec with { GroupPorts = group } : spec,
            "ttl" => byte.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out byte ttl) ? spec with { TimeToLive = ttl } : spec,
            "ssrc" => TryParseSsrc(value, out uint ssrc) ? spec with { Ssrc = ssrc } : spec,
            "destination" => spec with { Destination = value.ToString() },
            "source" => spec with { Source = value.ToString() },
            "mode" => WithMode(spec, value),
            _ => spec,
        };
    }

    // RFC 2326 says eight hexadecimal digits. Some servers leave out leading zeros or add spaces.
    private static bool TryParseSsrc(ReadOnlySpan<char> value, out uint ssrc) =>
        uint.TryParse(value.Trim(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ssrc);

    // "receive" is what Darwin's clients said for record.
    private static TransportSpec WithMode(TransportSpec spec, ReadOnlySpan<char> value)
    {
        if (value.Contains("record", StringComparison.OrdinalIgnoreCase) || value.Equals("receive", StringComparison.OrdinalIgnoreCase))
            return spec with { Mode = TransportMode.Record };
        return value.Equals("play", StringComparison.OrdinalIgnoreCase) ? spec with { Mode = TransportMode.Play } : spec;
    }

    private const int LongestName = 16;
}
