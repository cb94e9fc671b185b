using System.Collections.Immutable;
using System.Globalization;

namespace Headrace.Protocols.Rtp.Sdp;

/// <summary>One <c>m=</c> section (RFC 8866, 5.14): a medium and the lines below it. Immutable.</summary>
public sealed record MediaDescription
{
    /// <summary><c>video</c>, <c>audio</c>, <c>application</c> …</summary>
    public required string Kind { get; init; }

    /// <summary>The port; 0 where the transport is settled elsewhere (RTSP) or the medium is refused.</summary>
    public int Port { get; init; }

    /// <summary>Transport: <c>RTP/AVP</c>, <c>RTP/AVP/TCP</c>, <c>UDP/TLS/RTP/SAVPF</c> …</summary>
    public string Protocol { get; init; } = "RTP/AVP";

    /// <summary>Payload types, or what another transport puts there, in order of preference.</summary>
    public ImmutableArray<string> Formats { get; init; } = [];

    /// <summary>The <c>i=</c> line, or null.</summary>
    public string? Title { get; init; }

    /// <summary>The <c>c=</c> line, or null where the session's holds.</summary>
    public SdpConnection? Connection { get; init; }

    /// <summary>The <c>b=</c> lines.</summary>
    public ImmutableArray<SdpBandwidth> Bandwidths { get; init; } = [];

    /// <summary>All attributes in order, also those with a property below and those that nobody here knows.</summary>
    public ImmutableArray<SdpAttributeLine> Attributes { get; init; } = [];

    /// <summary>The control URL (RFC 2326, C.1.1), absolute or relative, or null where it is missing.</summary>
    public string? Control => Find("control");

    /// <summary>Frames a second as announced, or null.</summary>
    public double? FrameRate =>
        double.TryParse(Find("framerate"), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double rate) && rate > 0 && double.IsFinite(rate) ? rate : null;

    /// <summary>Direction of this medium, or null where the session's holds.</summary>
    public SdpDirection? Direction => SdpDirections.Find(Attributes);

    /// <summary>The formats that are RTP payload types.</summary>
    public IEnumerable<byte> PayloadTypes
    {
        get
        {
            foreach (string format in Formats)
            {
                if (byte.TryParse(format, NumberStyles.None, CultureInfo.InvariantCulture, out byte payloadType) && payloadType <= 127) yield return payloadType;
            }
        }
    }

    /// <summary>The value of the first attribute of a name; null when it is missing, empty for a property.</summary>
    public string? Find(string name) => SdpAttributes.Find(Attributes, name);

    /// <summary>
    /// What a payload type means: its rtpmap, else the static table. A medium whose only payload type has no rtpmap takes the only rtpmap
    /// there is (senders that number the two lines differently).
    /// </summary>
    public RtpMap? FindRtpMap(byte payloadType)
    {
        RtpMap? only = null;
        int count = 0;
        foreach (SdpAttributeLine attribute in Attributes)
        {
            if (!attribute.Is("rtpmap") || !RtpMap.TryParse(attribute.Value, out RtpMap map)) continue;
            if (map.PayloadType == payloadType) return map;
            only = map;
            count++;
        }

        if (StaticPayloadTypes.Find(payloadType) is { } known) return known;
        return count == 1 && Formats.Length == 1 ? only! with { PayloadType = payloadType } : null;
    }

    /// <summary>The parameters of a payload type; <see cref="FormatParameters.Empty"/> where there are none. Where only one fmtp and one format stand, they belong together.</summary>
    public FormatParameters FindFormatParameters(byte payloadType)
    {
        string? only = null;
        int count = 0;
        foreach (SdpAttributeLine attribute in Attributes)
        {
            if (!attribute.Is("fmtp") || attribute.Value is null) continue;
            ReadOnlySpan<char> value = attribute.Value.AsSpan().Trim();
            int space = value.IndexOfAny(' ', '\t');
            if (space <= 0) continue;
            if (byte.TryParse(value[..space], NumberStyles.None, CultureInfo.InvariantCulture, out byte named) && named == payloadType) return FormatParameters.Parse(value[space..]);
            only = value[space..].ToString();
            count++;
        }

        return count == 1 && Formats.Length == 1 ? FormatParameters.Parse(only) : FormatParameters.Empty;
    }
}
