using System.Buffers.Text;
using Headrace.Media.Bits;
using Headrace.Media.Codecs;

namespace Headrace.Protocols.Rtp.PayloadFormats.Nal;

/// <summary>Parameter sets as session descriptions carry them: a list of base64 strings (RFC 6184, 8.1; RFC 7798, 7.1).</summary>
internal static class SpropSets
{
    /// <summary>Greatest number of NAL units read from a description.</summary>
    private const int MaxSets = 64;

    /// <summary>
    /// Adds each NAL unit of a list to an assembler. Spaces, missing padding, a trailing comma, start codes and what is no base64 are
    /// passed over, as cameras write all of them.
    /// </summary>
    public static void AddTo(UnitAssembler assembler, string? list)
    {
        if (string.IsNullOrEmpty(list)) return;
        byte[] bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(list.Length) + 3];
        int left = MaxSets;
        foreach (Range range in list.AsSpan().Split(','))
        {
            if (left-- == 0) return;
            ReadOnlySpan<char> text = list.AsSpan(range).Trim().TrimEnd('=');
            if (text.IsEmpty || !TryDecode(text, bytes, out int length)) continue;
            ReadOnlySpan<byte> nal = bytes.AsSpan(0, length);
            if (!AnnexB.StartsWithStartCode(nal)) assembler.Add(nal);
            else foreach (ReadOnlySpan<byte> inner in new AnnexB(nal)) assembler.Add(inner);
        }
    }

    private static bool TryDecode(ReadOnlySpan<char> text, Span<byte> bytes, out int length)
    {
        Span<char> padded = new char[text.Length + 3];
        text.CopyTo(padded);
        int end = text.Length;
        while (end % 4 != 0) padded[end++] = '=';
        return Convert.TryFromBase64Chars(padded[..end], bytes, out length) && length > 0;
    }
}
