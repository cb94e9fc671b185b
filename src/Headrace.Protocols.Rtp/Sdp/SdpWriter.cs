using System.Collections.Immutable;
using System.Text;

namespace Headrace.Protocols.Rtp.Sdp;

/// <summary>Writes session descriptions by the letter of RFC 8866: its order of lines, CRLF, every line that it demands.</summary>
/// <remarks>Control characters in values, which would end a line, are left out.</remarks>
public static class SdpWriter
{
    /// <summary>Writes a description.</summary>
    public static string Write(SessionDescription session)
    {
        StringBuilder text = new(1024);
        Line(text, 'v', "0");
        Line(text, 'o', session.Origin.ToString());
        Line(text, 's', OrDash(session.Name));
        if (session.Information is not null) Line(text, 'i', session.Information);
        if (session.Uri is not null) Line(text, 'u', session.Uri);
        if (session.Connection is not null) Line(text, 'c', session.Connection.ToString());
        WriteBandwidths(text, session.Bandwidths);
        if (session.Times.IsEmpty) Line(text, 't', "0 0");
        foreach (string time in session.Times) Line(text, 't', time);
        WriteAttributes(text, session.Attributes);
        foreach (MediaDescription media in session.Media) WriteMedia(text, media);
        return text.ToString();
    }

    private static void WriteMedia(StringBuilder text, MediaDescription media)
    {
        Line(text, 'm', $"{OrDash(media.Kind)} {media.Port} {OrDash(media.Protocol)} {OrDash(string.Join(' ', media.Formats))}");
        if (media.Title is not null) Line(text, 'i', media.Title);
        if (media.Connection is not null) Line(text, 'c', media.Connection.ToString());
        WriteBandwidths(text, media.Bandwidths);
        WriteAttributes(text, media.Attributes);
    }

    private static void WriteBandwidths(StringBuilder text, ImmutableArray<SdpBandwidth> bandwidths)
    {
        foreach (SdpBandwidth bandwidth in bandwidths) Line(text, 'b', $"{bandwidth.Type}:{bandwidth.Value}");
    }

    private static void WriteAttributes(StringBuilder text, ImmutableArray<SdpAttributeLine> attributes)
    {
        foreach (SdpAttributeLine attribute in attributes) Line(text, 'a', attribute.ToString());
    }

    // A part that the grammar demands, of a description that was read leniently.
    private static string OrDash(string part) => part.Length == 0 ? "-" : part;

    private static void Line(StringBuilder text, char type, string value)
    {
        text.Append(type).Append('=');
        foreach (char c in value)
        {
            if (c == '\t' || !char.IsControl(c)) text.Append(c);
        }

        text.Append("\r\n");
    }
}
