using System.Buffers.Binary;

namespace Headrace.Media.Codecs.Mjpeg;

/// <summary>What the segments before the coded data of a picture say (T.81, B.2), and where things lie in it.</summary>
public readonly record struct JpegHeader
{
    /// <summary>Greatest number of segments before the coded data.</summary>
    public const int MaxSegments = 256;

    private const byte StartOfImage = 0xD8;
    private const byte EndOfImage = 0xD9;
    private const byte Baseline = 0xC0;
    private const byte LastFrameMarker = 0xCF;
    private const byte HuffmanTables = 0xC4;
    private const byte Extension = 0xC8;
    private const byte Arithmetic = 0xCC;
    private const byte StartOfScan = 0xDA;
    private const byte QuantizationTables = 0xDB;
    private const byte RestartIntervalMarker = 0xDD;
    private const int FrameHeaderLength = 6;
    private const int ComponentLength = 3;

    /// <summary>Width in pixels.</summary>
    public int Width { get; init; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; init; }

    /// <summary>True for baseline JPEG of eight bits in one scan.</summary>
    public bool IsBaseline { get; init; }

    /// <summary>True where the Huffman tables are those that everybody knows (T.81, K.3.3), or left out.</summary>
    public bool HasUsualTables { get; init; }

    /// <summary>How components are sampled.</summary>
    public JpegSampling Sampling { get; init; }

    /// <summary>Units between restart markers; 0 where there are none.</summary>
    public int RestartInterval { get; init; }

    /// <summary>Where the luma's quantisation table lies: 64 bytes; 0 where there is none of eight bits.</summary>
    public int LumaTable { get; init; }

    /// <summary>Where the chroma's quantisation table lies: 64 bytes; 0 where there is none of eight bits.</summary>
    public int ChromaTable { get; init; }

    /// <summary>Where the coded data begins.</summary>
    public int ScanStart { get; init; }

    /// <summary>Where it ends: before the mark of the picture's end.</summary>
    public int ScanEnd { get; init; }

    /// <summary>Reads the header of a picture. False when it is none.</summary>
    public static bool TryRead(ReadOnlySpan<byte> picture, out JpegHeader header)
    {
        header = new JpegHeader { HasUsualTables = true };
        if (picture.Length < 4 || picture[0] != 0xFF || picture[1] != StartOfImage) return false;
        Span<int> tables = stackalloc int[4];
        tables.Clear();
        int chroma = 0;
        int luma = 0;
        int components = 0;
        int at = 2;
        for (int i = 0; i < MaxSegments; i++)
        {
            while (at + 1 < picture.Length && picture[at] == 0xFF && picture[at + 1] == 0xFF) at++;
            if (at + 4 > picture.Length || picture[at] != 0xFF) return false;
            byte marker = picture[at + 1];
            int length = BinaryPrimitives.ReadUInt16BigEndian(picture[(at + 2)..]);
            if (length < 2 || at + 2 + length > picture.Length) return false;
            ReadOnlySpan<byte> segment = picture.Slice(at + 4, length - 2);
            switch (marker)
            {
                case StartOfScan:
                    int end = picture[(at + 2 + length)..].LastIndexOf([(byte)0xFF, EndOfImage]);
                    header = header with
                    {
                        IsBaseline = header.IsBaseline && segment.Length > 0 && segment[0] == components,
                        LumaTable = tables[luma],
                        ChromaTable = tables[chroma],
                        ScanStart = at + 2 + length,
                        ScanEnd = end < 0 ? picture.Length : at + 2 + length + end,
                    };
                    return header.Width > 0 && header.Height > 0;
                case QuantizationTables:
                    if (!TryReadTables(segment, at + 4, tables)) return false;
                    break;
                case HuffmanTables:
                    header = header with { HasUsualTables = header.HasUsualTables && JpegTables.AreUsual(segment) };
                    break;
                case RestartIntervalMarker when segment.Length >= 2:
                    header = header with { RestartInterval = BinaryPrimitives.ReadUInt16BigEndian(segment) };
                    break;
                case >= Baseline and <= LastFrameMarker and not (Extension or Arithmetic):
                    if (!TryReadFrame(segment, marker == Baseline, ref header, out components, out luma, out chroma)) return false;
                    break;
            }

            at += 2 + length;
        }

        return false;
    }

    private static bool TryReadTables(ReadOnlySpan<byte> segment, int at, Span<int> tables)
    {
        while (!segment.IsEmpty)
        {
            bool isLong = segment[0] >> 4 != 0;
            int number = segment[0] & 0x0F;
            int length = 1 + JpegTables.QuantizationLength * (isLong ? 2 : 1);
            if (number >= tables.Length || segment.Length < length) return false;
            tables[number] = isLong ? 0 : at + 1;
            segment = segment[length..];
            at += length;
        }

        return true;
    }

    private static bool TryReadFrame(ReadOnlySpan<byte> segment, bool isBaseline, ref JpegHeader header, out int components, out int luma, out int chroma)
    {
        (components, luma, chroma) = (0, 0, 0);
        if (segment.Length < FrameHeaderLength) return false;
        components = segment[5];
        ReadOnlySpan<byte> list = segment[FrameHeaderLength..];
        if (components == 0 || list.Length < components * ComponentLength) return false;
        for (int i = 0; i < components; i++)
        {
            if (list[i * ComponentLength + 2] > 3) return false;
        }

        luma = list[2];
        chroma = components > 1 ? list[ComponentLength + 2] : luma;
        bool isUsual = components == 3 && list[ComponentLength + 1] == 0x11 && list[2 * ComponentLength + 1] == 0x11 && list[2 * ComponentLength + 2] == chroma;
        header = header with
        {
            IsBaseline = isBaseline && segment[0] == 8,
            Height = BinaryPrimitives.ReadUInt16BigEndian(segment[1..]),
            Width = BinaryPrimitives.ReadUInt16BigEndian(segment[3..]),
            Sampling = !isUsual ? JpegSampling.Other : list[1] switch { 0x21 => JpegSampling.Half, 0x22 => JpegSampling.Quarter, _ => JpegSampling.Other },
        };
        return true;
    }
}
