using System.Buffers.Binary;
using Headrace.Containers.Mp4.Boxes;
using Headrace.Media.Tracks;

namespace Headrace.Containers.Mp4.SampleEntries;

/// <summary>What the sample entries of all audio codecs share (ISO/IEC 14496-12, 12.2.3).</summary>
internal static class AudioSampleEntry
{
    private const ushort SampleBits = 16;
    private const int Fields = 28;
    private const int VersionAt = 8;
    private const int QuickTimeFields = 16;
    private const int ChannelsAt = 16;
    private const int SampleRateAt = 24;

    /// <summary>Begins the entry and writes its fields; the configuration box follows.</summary>
    public static BoxScope Begin(BoxWriter output, FourCc type, AudioFormat format) =>

        // 16.16 fixed point: a rate that does not fit is left to the codec's own configuration.
        Begin(output, type, format, format.SampleRate <= ushort.MaxValue ? format.SampleRate : 0, SampleBits);

    /// <summary>The same, of a codec that says what the fields hold.</summary>
    public static BoxScope Begin(BoxWriter output, FourCc type, AudioFormat format, int sampleRate, int sampleBits)
    {
        BoxScope entry = output.Box(type);
        output.Zeros(6);
        output.UInt16(1);
        output.Zeros(8);
        output.UInt16((ushort)format.Channels);
        output.UInt16((ushort)sampleBits);
        output.Zeros(4);
        output.UInt16((ushort)sampleRate);
        output.UInt16(0);
        return entry;
    }

    /// <summary>Channels that the entry's fields state; 0 where they are cut off.</summary>
    public static int ChannelsOf(in Box entry) => entry.Body.Length < Fields ? 0 : BinaryPrimitives.ReadUInt16BigEndian(entry.Body[ChannelsAt..]);

    /// <summary>Samples a second that the entry's fields state; 0 where they are cut off or silent.</summary>
    public static int SampleRateOf(in Box entry) => entry.Body.Length < Fields ? 0 : BinaryPrimitives.ReadUInt16BigEndian(entry.Body[SampleRateAt..]);

    /// <summary>Finds the content of a box behind the fields of an entry, those of QuickTime's version 1 included.</summary>
    public static bool TryFind(in Box entry, FourCc type, out ReadOnlySpan<byte> content)
    {
        bool isQuickTime = entry.Body.Length > Fields && BinaryPrimitives.ReadUInt16BigEndian(entry.Body[VersionAt..]) == 1;
        BoxReader boxes = entry.Children(isQuickTime ? Fields + QuickTimeFields : Fields);
        return boxes.TryFind(type, out content);
    }
}
