using System.Buffers;
using System.Numerics;
using Headrace.Media.Bits;
using Headrace.Media.Codecs.Opus;

namespace Headrace.Containers.MpegTs.ElementaryStreams;

/// <summary>
/// The descriptor with the channels of Opus (ETSI TS 103 491, 4.3.2): an extension descriptor with a code for what is usual, and for all else the table, as short as its values allow.
/// <code>
/// | 0x80 | code 8 | code 0x81: channels 8 | family 8 | family > 0: streams - 1 | coupled | decoded channel × channels | 0 bits to the byte |
/// </code>
/// </summary>
internal static class OpusDescriptor
{
    private const byte ExtensionTag = 0x80;
    private const byte DualMono = 0x00;
    private const byte DualMonoToo = 0x80;
    private const byte Explicit = 0x81;
    private const byte Uncoupled = 0x80;
    private const int MaxContent = byte.MaxValue;
    private const int ExplicitLength = 4;

    // What 0x00 means to ffmpeg and others: two voices in one stream of two channels.
    private static readonly OpusMapping TwoVoices = new(OpusMapping.Unknown, 1, 1, [0, 1]);

    /// <summary>Why the channels of a format cannot be said, or null when they can.</summary>
    public static string? WhyNot(OpusFormat format)
    {
        if (format.Mapping is not { } mapping || CodeOf(format) != Explicit) return null;
        bool isSaid = mapping.IsValid && !mapping.Channels.Contains(OpusMapping.SilentChannel) && mapping.Channels.Length == format.Channels;
        return isSaid && ExplicitLength + (BitsOf(mapping) + 7) / 8 <= MaxContent ? null : "its channel mapping is one that MPEG-TS has no code for";
    }

    /// <summary>Reads the content of an extension descriptor. Null when it is another one, or says nothing that is known.</summary>
    public static OpusFormat? Read(ReadOnlySpan<byte> content)
    {
        if (content.Length < 2 || content[0] != ExtensionTag) return null;
        byte code = content[1];
        return code switch
        {
            DualMono or DualMonoToo => OpusFormat.Of(2) with { Mapping = TwoVoices },
            1 or 2 => OpusFormat.Of(code),
            <= OpusMapping.MaxLoudspeakers => OpusFormat.Of(code) with { Mapping = OpusMapping.Of(code) },
            > Explicit and <= Uncoupled + OpusMapping.MaxLoudspeakers => OpusFormat.Of(code - Uncoupled) with { Mapping = EachByItself(code - Uncoupled) },
            Explicit => ReadTable(content[2..]),
            _ => null,
        };
    }

    /// <summary>Writes the descriptor of a format for which <see cref="WhyNot"/> gives null.</summary>
    public static void Write(IBufferWriter<byte> output, OpusFormat format)
    {
        byte code = CodeOf(format);
        if (code != Explicit)
        {
            TsDescriptors.Write(output, TsDescriptors.ExtensionTag, [ExtensionTag, code]);
            return;
        }

        OpusMapping mapping = format.Mapping!;
        Span<byte> content = stackalloc byte[ExplicitLength + (BitsOf(mapping) + 7) / 8];
        content.Clear();
        (content[0], content[1], content[2], content[3]) = (ExtensionTag, code, (byte)format.Channels, mapping.Family);
        BitFieldWriter writer = new(content[ExplicitLength..]);
        writer.Write((uint)(mapping.Streams - 1), BitsFor(format.Channels));
        writer.Write(mapping.Coupled, BitsFor(mapping.Streams + 1));
        foreach (byte channel in mapping.Channels) writer.Write(channel, BitsFor(mapping.Decoded + 1));
        TsDescriptors.Write(output, TsDescriptors.ExtensionTag, content);
    }

    private static byte CodeOf(OpusFormat format)
    {
        if (format.Mapping is not { } mapping) return (byte)format.Channels;
        if (mapping.Equals(TwoVoices)) return DualMono;
        if (format.Channels > OpusMapping.MaxLoudspeakers) return Explicit;
        if (mapping.Equals(OpusMapping.Of(format.Channels))) return (byte)format.Channels;
        return format.Channels > 1 && mapping.Equals(EachByItself(format.Channels)) ? (byte)(Uncoupled + format.Channels) : Explicit;
    }

    private static OpusMapping EachByItself(int channels) => new(1, (byte)channels, 0, [.. Enumerable.Range(0, channels).Select(channel => (byte)channel)]);

    private static OpusFormat? ReadTable(ReadOnlySpan<byte> table)
    {
        if (table.Length < 2 || table[0] == 0) return null;
        (int channels, byte family) = (table[0], table[1]);
        if (family == 0) return channels <= 2 ? OpusFormat.Of(channels) : null;
        BitReader reader = new(table[2..]);
        int streams = (int)reader.Read(BitsFor(channels)) + 1;
        int coupled = (int)reader.Read(BitsFor(streams + 1));
        byte[] decoded = new byte[channels];
        foreach (ref byte channel in decoded.AsSpan()) channel = (byte)reader.Read(BitsFor(streams + coupled + 1));
        if (reader.HasFailed || streams > byte.MaxValue) return null;
        OpusMapping mapping = new(family, (byte)streams, (byte)coupled, [.. decoded]);
        return mapping.IsValid ? OpusFormat.Of(channels) with { Mapping = mapping } : null;
    }

    private static int BitsOf(OpusMapping mapping) =>
        BitsFor(mapping.Channels.Length) + BitsFor(mapping.Streams + 1) + mapping.Channels.Length * BitsFor(mapping.Decoded + 1);

    // Bits that tell so many values apart.
    private static int BitsFor(int values) => 32 - BitOperations.LeadingZeroCount((uint)(values - 1));
}
