using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Headrace.Media.Codecs.Opus;

/// <summary>
/// The two forms in which containers describe Opus: the content of MP4's <c>dOps</c> box (big endian, version 0) and the <c>OpusHead</c>
/// of Ogg, Matroska and FLV (little endian, version 1; RFC 7845, 5.1).
/// <code>
/// OpusHead? | version 8 | channels 8 | pre-skip 16 | input rate 32 | gain 16 | family 8 | family > 0: streams 8 | coupled 8 | channel 8 × channels |
/// </code>
/// </summary>
public static class OpusConfig
{
    private const int FixedLength = 11;

    private static ReadOnlySpan<byte> Magic => "OpusHead"u8;

    /// <summary>Reads the content of a <c>dOps</c> box, without the box's header.</summary>
    public static bool TryReadBox(ReadOnlySpan<byte> content, [NotNullWhen(true)] out OpusFormat? format)
    {
        format = null;
        if (content.Length < FixedLength || content[0] != 0) return false;
        return TryRead(
            content,
            BinaryPrimitives.ReadUInt16BigEndian(content[2..]),
            BinaryPrimitives.ReadUInt32BigEndian(content[4..]),
            BinaryPrimitives.ReadInt16BigEndian(content[8..]),
            out format);
    }

    /// <summary>Reads an <c>OpusHead</c>, with its magic.</summary>
    public static bool TryReadHead(ReadOnlySpan<byte> head, [NotNullWhen(true)] out OpusFormat? format)
    {
        format = null;
        if (!head.StartsWith(Magic)) return false;
        ReadOnlySpan<byte> content = head[Magic.Length..];
        if (content.Length < FixedLength || content[0] >> 4 != 0) return false;
        return TryRead(
            content,
            BinaryPrimitives.ReadUInt16LittleEndian(content[2..]),
            BinaryPrimitives.ReadUInt32LittleEndian(content[4..]),
            BinaryPrimitives.ReadInt16LittleEndian(content[8..]),
            out format);
    }

    /// <summary>
    /// Writes the content of a <c>dOps</c> box, without the box's header. Its input rate is the 48 kHz of the sample entry around it, whatever the encoder was given:
    /// Chromium refuses a file in which the two differ.
    /// </summary>
    public static void WriteBox(IBufferWriter<byte> destination, OpusFormat format)
    {
        Span<byte> content = destination.GetSpan(FixedLength);
        (content[0], content[1], content[10]) = (0, (byte)format.Channels, format.Mapping?.Family ?? 0);
        BinaryPrimitives.WriteUInt16BigEndian(content[2..], format.PreSkip);
        BinaryPrimitives.WriteUInt32BigEndian(content[4..], OpusFormat.OpusClockRate);
        BinaryPrimitives.WriteInt16BigEndian(content[8..], format.OutputGain);
        destination.Advance(FixedLength);
        WriteMapping(destination, format.Mapping);
    }

    /// <summary>Writes an <c>OpusHead</c>.</summary>
    public static void WriteHead(IBufferWriter<byte> destination, OpusFormat format)
    {
        destination.Write(Magic);
        Span<byte> content = destination.GetSpan(FixedLength);
        (content[0], content[1], content[10]) = (1, (byte)format.Channels, format.Mapping?.Family ?? 0);
        BinaryPrimitives.WriteUInt16LittleEndian(content[2..], format.PreSkip);
        BinaryPrimitives.WriteUInt32LittleEndian(content[4..], format.InputSampleRate);
        BinaryPrimitives.WriteInt16LittleEndian(content[8..], format.OutputGain);
        destination.Advance(FixedLength);
        WriteMapping(destination, format.Mapping);
    }

    private static bool TryRead(ReadOnlySpan<byte> content, ushort preSkip, uint rate, short gain, [NotNullWhen(true)] out OpusFormat? format)
    {
        format = null;
        int channels = content[1];
        byte family = content[10];
        OpusMapping? mapping = null;
        if (family == 0)
        {
            if (channels is not (1 or 2)) return false;
        }
        else
        {
            ReadOnlySpan<byte> table = content[FixedLength..];
            if (channels == 0 || table.Length < 2 + channels) return false;
            mapping = new OpusMapping(family, table[0], table[1], ImmutableArray.Create(table.Slice(2, channels)));
            if (!mapping.IsValid) return false;
        }

        format = OpusFormat.Of(channels) with { Mapping = mapping, PreSkip = preSkip, InputSampleRate = rate, OutputGain = gain };
        return true;
    }

    private static void WriteMapping(IBufferWriter<byte> destination, OpusMapping? mapping)
    {
        if (mapping is null) return;
        destination.Write<byte>([mapping.Streams, mapping.Coupled]);
        destination.Write(mapping.Channels.AsSpan());
    }
}
