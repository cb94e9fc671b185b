using System.Diagnostics.CodeAnalysis;
using Headrace.Protocols.Rtp.PayloadFormats;
using Headrace.Protocols.Rtp.Sdp;

namespace Headrace.Server.Configuration.Values;

/// <summary>A session description as the configuration has it.</summary>
/// <param name="Written">The description, or the path of its file; empty for none.</param>
/// <param name="Text">The description; empty for none.</param>
internal sealed record SdpText(string Written, string Text)
{
    /// <summary>None.</summary>
    internal static readonly SdpText None = new("", "");

    /// <summary>Reads a description, or the file that has it. False for one that names no media that can be received.</summary>
    internal static bool TryParse(string text, [MaybeNullWhen(false)] out SdpText sdp)
    {
        sdp = None;
        if (text.Trim().Length == 0) return true;
        bool isInline = text.Contains('\n', StringComparison.Ordinal) || text.StartsWith("v=", StringComparison.Ordinal) || text.StartsWith("m=", StringComparison.Ordinal);
        if (!TryRead(isInline, text, out string content) || !SdpReader.TryRead(content.AsSpan(), out SessionDescription session, out _)) return false;
        sdp = new SdpText(text, content);
        return session.Media.Any(medium => RtpPayloadFormats.TryRead(medium, out _, out _));
    }

    private static bool TryRead(bool isInline, string text, out string content)
    {
        content = text;
        if (isInline) return true;
        try
        {
            FileInfo file = new(text);
            if (!file.Exists || file.Length > SdpReader.MaxLength) return false;
            content = File.ReadAllText(text);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            // It is not allowed, as the message about the key says.
            return false;
        }
    }
}
