using System.Buffers;

namespace Headrace.Containers.MpegTs;

/// <summary>
/// Descriptors (ISO/IEC 13818-1, 2.6): each a tag, a length and so many bytes.
/// </summary>
internal static class TsDescriptors
{
    public const byte RegistrationTag = 0x05;
    public const byte MetadataTag = 0x26;
    public const byte AacTag = 0x2B;
    public const byte DvbAc3Tag = 0x6A;
    public const byte DvbEac3Tag = 0x7A;
    public const byte Av1Tag = 0x80;
    public const byte ExtensionTag = 0x7F;

    private const int HeaderLength = 2;

    public static void Write(IBufferWriter<byte> output, byte tag, ReadOnlySpan<byte> content)
    {
        Span<byte> destination = output.GetSpan(HeaderLength + content.Length);
        (destination[0], destination[1]) = (tag, (byte)content.Length);
        content.CopyTo(destination[HeaderLength..]);
        output.Advance(HeaderLength + content.Length);
    }

    /// <summary>The content of the first descriptor of a tag. False when there is none, or the descriptors break off before it.</summary>
    public static bool TryFind(ReadOnlySpan<byte> descriptors, byte tag, out ReadOnlySpan<byte> content)
    {
        while (descriptors.Length >= HeaderLength && descriptors[1] <= descriptors.Length - HeaderLength)
        {
            content = descriptors.Slice(HeaderLength, descriptors[1]);
            if (descriptors[0] == tag) return true;
            descriptors = descriptors[(HeaderLength + content.Length)..];
        }

        content = default;
        return false;
    }

    /// <summary>Whether a registration descriptor names a format.</summary>
    public static bool IsRegistered(ReadOnlySpan<byte> descriptors, ReadOnlySpan<byte> format) =>
        TryFind(descriptors, RegistrationTag, out ReadOnlySpan<byte> content) && content.StartsWith(format);
}
