using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Mjpeg;
using Headrace.Media.Tracks;
using Headrace.TestKit;

namespace Headrace.Media.Tests.Codecs.Mjpeg;

public sealed class MjpegTests
{
    private const string Begin = "FFD8";
    private const string Frame = "FFC0 0011 08 00B4 0140 03 01 22 00 02 11 01 03 11 01";
    private const string Scan = "FFDA 000C 03 01 00 02 11 03 11 00 3F 00";
    private const string Data = "123456 FF00 789A";
    private const string End = "FFD9";

    private static readonly string Luma = "FFDB 0043 00 " + string.Concat(Enumerable.Range(1, 64).Select(i => $"{i:X2}"));
    private static readonly string Chroma = "FFDB 0043 01 " + string.Concat(Enumerable.Range(65, 64).Select(i => $"{i:X2}"));
    private static readonly string Huffman = "FFC4 01A2 " + Convert.ToHexString(JpegTables.Huffman);

    public static TheoryData<string, string, string> Pictures => new()
    {
        { "4:2:0", $"{Begin} {Luma} {Chroma} {Huffman} {Frame} {Scan} {Data} {End}", "MJPEG 320x180 Quarter baseline usual" },
        { "4:2:2", $"{Begin} {Luma} {Chroma} {Frame.Replace("01 22", "01 21", StringComparison.Ordinal)} {Huffman} {Scan} {Data} {End}", "MJPEG 320x180 Half baseline usual" },
        { "4:4:4", $"{Begin} {Luma} {Chroma} {Frame.Replace("01 22", "01 11", StringComparison.Ordinal)} {Huffman} {Scan} {Data} {End}", "MJPEG 320x180 Other baseline usual" },
        { "grey", $"{Begin} {Luma} FFC0 000B 08 00B4 0140 01 01 11 00 {Huffman} FFDA 0008 01 01 00 00 3F 00 {Data} {End}", "MJPEG 320x180 Other baseline usual" },
        { "both tables in one segment, comments, fill bytes", $"{Begin} FFFE 0004 4142 FFFF DB 0084 {Luma[10..]} {Chroma[10..]} {Frame} {Scan} {Data} {End}", "MJPEG 320x180 Quarter baseline usual" },
        { "progressive", $"{Begin} {Luma} {Chroma} {Huffman} {Frame.Replace("FFC0", "FFC2", StringComparison.Ordinal)} {Scan} {Data} {End}", "MJPEG 320x180 Quarter - usual" },
        { "three scans", $"{Begin} {Luma} {Chroma} {Huffman} {Frame} FFDA 0008 01 01 00 00 3F 00 {Data} {End}", "MJPEG 320x180 Quarter - usual" },
        { "Huffman tables of its own", $"{Begin} {Luma} {Chroma} {Frame} FFC4 0015 00 00010000000000000000000000000000 05 05 {Scan} {Data} {End}", "MJPEG 320x180 Quarter baseline -" },
        { "without its end", $"{Begin} {Luma} {Chroma} {Frame} {Scan} {Data}", "MJPEG 320x180 Quarter baseline usual" },
    };

    [Theory]
    [MemberData(nameof(Pictures))]
    public void HeaderTellsTheFormat(string name, string hex, string facts)
    {
        Assembly.Unit unit = Assert.Single(Assemble(Hex.Parse(hex)));
        MjpegFormat format = Assert.IsType<MjpegFormat>(unit.Facts.Format);
        Assert.True(facts == $"{format.Description} {format.Sampling} {(format.IsBaseline ? "baseline" : "-")} {(format.HasUsualTables ? "usual" : "-")}", name + ": " + format);
        Assert.Equal(Hex.Parse(hex), unit.Bytes);
        Assert.Equal((RandomAccess.Idr, PictureKind.I, true), (unit.Facts.RandomAccess, unit.Facts.Picture, unit.Facts.IsDisposable));
    }

    [Fact]
    public void HeaderTellsWhereThingsLie()
    {
        byte[] picture = Hex.Parse($"{Begin} {Luma} {Chroma} FFDD 0004 0028 {Frame} {Scan} {Data} {End}");
        Assert.True(JpegHeader.TryRead(picture, out JpegHeader header));
        Assert.Equal((40, Convert.ToHexString(Hex.Parse(Data))), (header.RestartInterval, Convert.ToHexString(picture[header.ScanStart..header.ScanEnd])));
        Assert.Equal([1, 65], [picture[header.LumaTable], picture[header.ChromaTable]]);
    }

    [Theory]
    [InlineData("no picture", "FFD7")]
    [InlineData("nothing coded", Begin + Frame)]
    [InlineData("no size", Begin + "FFC0 0011 08 0000 0140 03 01 22 00 02 11 01 03 11 01" + Scan)]
    [InlineData("a segment cut off", Begin + "FFDB 0043 00 01")]
    [InlineData("a table cut off", Begin + "FFDB 0004 00 01" + Frame + Scan)]
    [InlineData("a table that nobody can name", Begin + "FFC0 0011 08 00B4 0140 03 01 22 04 02 11 01 03 11 01" + Scan)]
    [InlineData("components cut off", Begin + "FFC0 000B 08 00B4 0140 03 01 22 00" + Scan)]
    [InlineData("a length of nothing", Begin + "FFFE 0000" + Frame + Scan)]
    [InlineData("bytes between segments", Begin + "00" + Frame + Scan)]
    public void WhatIsNoPictureIsRefused(string name, string hex) => Assert.False(JpegHeader.TryRead(Hex.Parse(hex), out _), name);

    // T.81, K.1: the first and the last of each table; at 50 they are as they are printed.
    [Theory]
    [InlineData(50, 16, 99, 17, 99)]
    [InlineData(1, 255, 255, 255, 255)]
    [InlineData(25, 32, 198, 34, 198)]
    [InlineData(75, 8, 50, 9, 50)]
    [InlineData(99, 1, 2, 1, 2)]
    public void TablesOfAQualityAreThoseOfTheSpecification(int quality, byte firstLuma, byte lastLuma, byte firstChroma, byte lastChroma)
    {
        byte[] tables = new byte[128];
        JpegTables.Quantize(quality, tables);
        Assert.Equal([firstLuma, lastLuma, firstChroma, lastChroma], [tables[0], tables[63], tables[64], tables[127]]);
    }

    [Fact]
    public void WhateverComesNothingIsThrownAndNoBufferIsLeft() => Fuzz.Run(Pictures.Select(row => Hex.Parse(row.Data.Item2)), picture => Assemble(picture));

    private static List<Assembly.Unit> Assemble(byte[] picture)
    {
        UnitAssemblerOptions options = Assembly.Options();
        List<Assembly.Unit> units = [];
        using (UnitAssembler assembler = MjpegCodec.Instance.CreateAssembler(null, ParameterSets.Empty, options))
        {
            assembler.Add(picture);
            Assembly.Complete(assembler, units);
        }

        Assert.Equal(0, options.Pool.Outstanding);
        return units;
    }
}
