using System.Buffers.Binary;
using Headrace.Containers.Mp4.Boxes;
using Headrace.Media.Codecs;
using Headrace.Media.Tracks;

namespace Headrace.Containers.Mp4.SampleEntries;

/// <summary>What the sample entries of all video codecs share (ISO/IEC 14496-12, 12.1.3 to 12.1.5).</summary>
internal static class VisualSampleEntry
{
    private const uint Dpi72 = 0x0048_0000;
    private const ushort Depth24 = 0x0018;
    private const int Fields = 78;
    private const int WidthAt = 24;
    private const int HeightAt = 26;
    private const byte FullRange = 0x80;
    private static readonly FourCc OnScreenColours = new("nclx"u8);

    /// <summary>Begins the entry and writes its fields; the configuration box follows.</summary>
    public static BoxScope Begin(BoxWriter output, FourCc type, VideoFormat format)
    {
        BoxScope entry = output.Box(type);
        output.Zeros(6);
        output.UInt16(1);
        output.Zeros(16);
        output.UInt16((ushort)format.Width);
        output.UInt16((ushort)format.Height);
        output.UInt32(Dpi72);
        output.UInt32(Dpi72);
        output.Zeros(4);
        output.UInt16(1);
        output.Zeros(32);
        output.UInt16(Depth24);
        output.UInt16(ushort.MaxValue);
        return entry;
    }

    /// <summary>Writes <c>colr</c> and <c>pasp</c>, as far as the stream states them.</summary>
    public static void WriteExtensions(BoxWriter output, VideoFormat format)
    {
        if (format.Colour is { } colour && colour != Unstated) WriteColour(output, colour);
        if (format.SampleAspectRatio is { } shape) WriteShape(output, shape);
    }

    /// <summary>Finds the content of a box behind the fields of an entry.</summary>
    public static bool TryFind(in Box entry, FourCc type, out ReadOnlySpan<byte> content)
    {
        BoxReader boxes = entry.Children(Fields);
        return boxes.TryFind(type, out content);
    }

    /// <summary>Width and height that the entry's fields state; 0 where they are cut off.</summary>
    public static (int Width, int Height) SizeOf(in Box entry) => entry.Body.Length < Fields
        ? (0, 0)
        : (BinaryPrimitives.ReadUInt16BigEndian(entry.Body[WidthAt..]), BinaryPrimitives.ReadUInt16BigEndian(entry.Body[HeightAt..]));

    /// <summary>Width and height as shown, in 16.16 fixed point: samples that are not square change the width.</summary>
    public static (uint Width, uint Height) ShownSize(VideoFormat format)
    {
        double stretch = format.SampleAspectRatio is { } shape ? (double)shape.Width / shape.Height : 1;
        return ((uint)Math.Round(Math.Min(format.Width * stretch, ushort.MaxValue) * 65_536), (uint)format.Height << 16);
    }

    private static ColourDescription Unstated => new(ColourDescription.Unspecified, ColourDescription.Unspecified, ColourDescription.Unspecified, false);

    private static void WriteColour(BoxWriter output, ColourDescription colour)
    {
        using BoxScope box = output.Box(BoxTypes.Colr);
        output.Name(OnScreenColours);
        output.UInt16(colour.Primaries);
        output.UInt16(colour.Transfer);
        output.UInt16(colour.Matrix);
        output.UInt8(colour.IsFullRange ? FullRange : (byte)0);
    }

    private static void WriteShape(BoxWriter output, SampleAspectRatio shape)
    {
        using BoxScope box = output.Box(BoxTypes.Pasp);
        output.UInt32(shape.Width);
        output.UInt32(shape.Height);
    }
}
