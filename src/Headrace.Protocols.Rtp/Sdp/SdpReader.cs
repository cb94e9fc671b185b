using System.Text;

namespace Headrace.Protocols.Rtp.Sdp;

/// <summary>
/// Reads session descriptions as cameras and encoders write them: any line ends, lines missing or out of order, unknown lines passed over,
/// unknown attributes kept. Only what breaks a bound, or is no description at all, is refused.
/// </summary>
public static class SdpReader
{
    /// <summary>Greatest length in bytes.</summary>
    public const int MaxLength = 64 * 1024;

    /// <summary>Greatest number of media.</summary>
    public const int MaxMedia = 64;

    /// <summary>Greatest number of attributes, bandwidths and times of the session or of a medium, and of formats of a medium.</summary>
    public const int MaxAttributes = 512;

    /// <summary>Reads a description from UTF-8, where invalid bytes are replaced.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out SessionDescription session, out SdpError error)
    {
        session = null!;
        if (bytes.Length > MaxLength)
        {
            error = SdpError.TooLong;
            return false;
        }

        return TryRead(Encoding.UTF8.GetString(bytes).AsSpan(), out session, out error);
    }

    /// <summary>Reads a description from text.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, out SessionDescription session, out SdpError error)
    {
        session = null!;
        error = SdpError.None;
        if (text.Length > MaxLength)
        {
            error = SdpError.TooLong;
            return false;
        }

        SdpAssembly assembly = new();
        foreach (Range range in text.SplitAny('\r', '\n', '\0'))
        {
            ReadOnlySpan<char> line = WithoutControls(text[range]).Trim();
            if (line.Length < 2 || line[1] != '=') continue;
            error = assembly.Add(line[0], line[2..].Trim());
            if (error != SdpError.None) return false;
        }

        if (assembly.Lines == 0) error = SdpError.NoLines;
        else session = assembly.Complete();
        return error == SdpError.None;
    }

    // What is kept must be writable again, and a control character can hide in logs.
    private static ReadOnlySpan<char> WithoutControls(ReadOnlySpan<char> line)
    {
        foreach (char c in line)
        {
            if (char.IsControl(c) && c != '\t') return string.Concat(line.ToString().Where(k => k == '\t' || !char.IsControl(k)));
        }

        return line;
    }
}
