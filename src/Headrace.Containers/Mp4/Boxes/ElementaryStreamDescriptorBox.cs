namespace Headrace.Containers.Mp4.Boxes;

/// <summary>Elementary stream descriptor (<c>esds</c>, ISO/IEC 14496-14, 6.7.2) of sound, and of MPEG-4 video.</summary>
/// <remarks>
/// <code>
/// tag 3, length | stream id 16, flags 8, what they promise |
///   tag 4, length | object type 8, stream type 8, buffer 24, greatest and average bit rate 32 each |
///     tag 5, length | AudioSpecificConfig of MPEG-4 audio, headers of MPEG-4 video |
///   tag 6, length | 2 |
/// </code>
/// </remarks>
internal static class ElementaryStreamDescriptorBox
{
    // ISO/IEC 14496-1, 7.2.2.1 (tags), 7.2.6.5 and 7.2.6.6 (fields), 7.3.2.3 (sync layer).
    private const byte StreamTag = 3;
    private const byte DecoderTag = 4;
    private const byte DecoderSpecificTag = 5;
    private const byte SyncLayerTag = 6;
    private const byte AudioStream = 0x15;
    private const byte VisualStream = 0x11;
    private const byte SyncLayerForMp4 = 2;
    private const int TagSize = 5;
    private const int MaxLengthBytes = 4;
    private const int StreamFields = 3;
    private const int DecoderFields = 13;
    private const byte HasDependency = 0x80;
    private const byte HasUrl = 0x40;
    private const byte HasClockReference = 0x20;

    /// <summary>Object type of MPEG-4 video (ISO/IEC 14496-2).</summary>
    public const byte Mpeg4Video = 0x20;

    /// <summary>Object type of MPEG-4 audio (ISO/IEC 14496-1, table 5): the config says which.</summary>
    public const byte Mpeg4Audio = 0x40;

    /// <summary>Object type of MPEG audio at low sample rates (ISO/IEC 13818-3).</summary>
    public const byte Mpeg2Audio = 0x69;

    /// <summary>Object type of MPEG audio at the sample rates of MPEG-1 (ISO/IEC 11172-3).</summary>
    public const byte Mpeg1Audio = 0x6B;

    /// <summary>Writes the box around an AudioSpecificConfig; buffer size and bit rates are 0, "not known", as they are of a live stream.</summary>
    public static void Write(BoxWriter output, ReadOnlySpan<byte> config) => Write(output, Mpeg4Audio, AudioStream, config);

    /// <summary>Writes the box around the headers of MPEG-4 video.</summary>
    public static void WriteVideo(BoxWriter output, ReadOnlySpan<byte> config) => Write(output, Mpeg4Video, VisualStream, config);

    /// <summary>Writes the box of an object type that has no config of its own.</summary>
    public static void Write(BoxWriter output, byte objectType) => Write(output, objectType, AudioStream, []);

    private static void Write(BoxWriter output, byte objectType, byte streamType, ReadOnlySpan<byte> config)
    {
        using BoxScope box = output.FullBox(BoxTypes.Esds, 0, 0);
        int decoderLength = DecoderFields + (config.IsEmpty ? 0 : TagSize + config.Length);
        WriteTag(output, StreamTag, StreamFields + TagSize + decoderLength + TagSize + 1);
        output.Zeros(StreamFields);
        WriteTag(output, DecoderTag, decoderLength);
        output.UInt8(objectType);
        output.UInt8(streamType);
        output.Zeros(DecoderFields - 2);
        if (!config.IsEmpty)
        {
            WriteTag(output, DecoderSpecificTag, config.Length);
            output.Bytes(config);
        }

        WriteTag(output, SyncLayerTag, 1);
        output.UInt8(SyncLayerForMp4);
    }

    /// <summary>Finds the AudioSpecificConfig in the body of the box. False when the object type is not MPEG-4 audio, or there is none.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out ReadOnlySpan<byte> config) => TryRead(body, Mpeg4Audio, out config);

    /// <summary>Finds the headers of MPEG-4 video in the body of the box. False when the object type is another one, or there are none.</summary>
    public static bool TryReadVideo(ReadOnlySpan<byte> body, out ReadOnlySpan<byte> config) => TryRead(body, Mpeg4Video, out config);

    /// <summary>Reads the object type in the body of the box.</summary>
    public static bool TryReadObjectType(ReadOnlySpan<byte> body, out byte objectType)
    {
        bool isRead = TryFindDecoder(body, out ReadOnlySpan<byte> decoder);
        objectType = isRead ? decoder[0] : (byte)0;
        return isRead;
    }

    private static bool TryRead(ReadOnlySpan<byte> body, byte objectType, out ReadOnlySpan<byte> config)
    {
        config = default;
        return TryFindDecoder(body, out ReadOnlySpan<byte> decoder) && decoder[0] == objectType && TryFind(decoder[DecoderFields..], DecoderSpecificTag, out config);
    }

    private static bool TryFindDecoder(ReadOnlySpan<byte> body, out ReadOnlySpan<byte> decoder)
    {
        decoder = default;
        return Box.TryReadFull(body, out _, out _, out ReadOnlySpan<byte> rest)
            && TryFind(rest, StreamTag, out ReadOnlySpan<byte> stream)
            && TrySkipStreamFields(ref stream)
            && TryFind(stream, DecoderTag, out decoder)
            && decoder.Length >= DecoderFields;
    }

    private static bool TrySkipStreamFields(ref ReadOnlySpan<byte> stream)
    {
        if (stream.Length < StreamFields) return false;
        byte flags = stream[2];
        int at = StreamFields + ((flags & HasDependency) != 0 ? 2 : 0);
        if ((flags & HasUrl) != 0)
        {
            if (stream.Length <= at) return false;
            at += 1 + stream[at];
        }

        if ((flags & HasClockReference) != 0) at += 2;
        if (stream.Length < at) return false;
        stream = stream[at..];
        return true;
    }

    private static bool TryFind(ReadOnlySpan<byte> descriptors, byte tag, out ReadOnlySpan<byte> content)
    {
        content = default;
        while (descriptors.Length >= 2)
        {
            byte found = descriptors[0];
            if (!TryReadLength(descriptors[1..], out int length, out int lengthBytes)) return false;
            ReadOnlySpan<byte> rest = descriptors[(1 + lengthBytes)..];

            // Some writers count their tags' lengths wrongly; what is there is taken.
            length = Math.Min(length, rest.Length);
            if (found == tag)
            {
                content = rest[..length];
                return true;
            }

            descriptors = rest[length..];
        }

        return false;
    }

    // ISO/IEC 14496-1, 8.3.3: seven bits a byte, all but the last marked.
    private static bool TryReadLength(ReadOnlySpan<byte> bytes, out int length, out int count)
    {
        length = 0;
        for (count = 0; count < Math.Min(bytes.Length, MaxLengthBytes);)
        {
            byte next = bytes[count++];
            length = (length << 7) | (next & 0x7F);
            if ((next & 0x80) == 0) return true;
        }

        return false;
    }

    // Always four bytes of length, which every reader takes.
    private static void WriteTag(BoxWriter output, byte tag, int length)
    {
        output.UInt8(tag);
        for (int shift = 21; shift > 0; shift -= 7) output.UInt8((byte)(0x80 | length >> shift));
        output.UInt8((byte)(length & 0x7F));
    }
}
