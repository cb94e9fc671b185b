using System.Globalization;

namespace Headrace.Protocols.Rtp.Sdp;

/// <summary>The lines of the session or of one medium that may occur in both.</summary>
internal sealed class SdpSection
{
    public string? Title { get; set; }

    public SdpConnection? Connection { get; set; }

    public List<SdpBandwidth> Bandwidths { get; } = [];

    public List<string> Times { get; } = [];

    public List<SdpAttributeLine> Attributes { get; } = [];

    public SdpError AddTime(ReadOnlySpan<char> value)
    {
        if (Times.Count == SdpReader.MaxAttributes) return SdpError.TooManyAttributes;
        Times.Add(value.ToString());
        return SdpError.None;
    }

    public SdpError AddBandwidth(ReadOnlySpan<char> value)
    {
        int colon = value.IndexOf(':');
        if (colon < 0 || value[..colon].Trim().IsEmpty || !long.TryParse(value[(colon + 1)..].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out long amount)) return SdpError.None;
        if (Bandwidths.Count == SdpReader.MaxAttributes) return SdpError.TooManyAttributes;
        Bandwidths.Add(new SdpBandwidth(value[..colon].Trim().ToString(), amount));
        return SdpError.None;
    }

    public SdpError AddAttribute(ReadOnlySpan<char> value)
    {
        if (value.IsEmpty) return SdpError.None;
        if (Attributes.Count == SdpReader.MaxAttributes) return SdpError.TooManyAttributes;
        int colon = value.IndexOf(':');
        ReadOnlySpan<char> name = colon < 0 ? value : value[..colon].Trim();
        if (!name.IsEmpty) Attributes.Add(new SdpAttributeLine(name.ToString(), colon < 0 ? null : value[(colon + 1)..].Trim().ToString()));
        return SdpError.None;
    }
}
