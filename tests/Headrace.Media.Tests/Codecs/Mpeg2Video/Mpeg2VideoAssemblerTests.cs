using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Mpeg2Video;
using Headrace.Media.Tracks;
using Headrace.TestKit;

namespace Headrace.Media.Tests.Codecs.Mpeg2Video;

public sealed class Mpeg2VideoAssemblerTests
{
    // 720x576, 16:9, 25 frames a second; main profile at main level, interlaced.
    private const string Sequence = "B32D024033FFFFE018";
    private const string Extension = "B5148200010000";
    private const string ClosedGroup = "B800080040";
    private const string OpenGroup = "B800080000";
    private const string Slice = "010A0B0C0D";
    private const string SecondSlice = "020A0B0C0D";
    private const string Frame = "B58FFFF30000";
    private const string RepeatedFrame = "B58FFFF30200";
    private const string TopField = "B58FFFF10000";
    private const string BottomField = "B58FFFF20000";

    [Fact]
    public void PicturesAreUnitsWithTheHeadersBeforeThem()
    {
        List<Assembly.Unit> units = Of(Sequence, Extension, ClosedGroup, Picture(0, 1), Frame, Slice, SecondSlice, Picture(3, 2), Frame, Slice, Picture(1, 3), RepeatedFrame, Slice, OpenGroup, Picture(2, 1), Frame, Slice, "B7");
        Assert.Equal("I*PBI", Assembly.Describe(units));
        Assert.Equal(Bytes(Sequence, Extension, ClosedGroup, Picture(0, 1), Frame, Slice, SecondSlice), Convert.ToHexString(units[0].Bytes));
        Assert.Equal(Bytes(OpenGroup, Picture(2, 1), Frame, Slice), Convert.ToHexString(units[3].Bytes));
        Assert.Equal([3600, 3600, 5400, 3600], units.Select(unit => unit.Facts.NominalDuration));
        Assert.Equal([false, false, true, false], units.Select(unit => unit.Facts.IsDisposable));
        Mpeg2VideoFormat format = Assert.IsType<Mpeg2VideoFormat>(units[0].Facts.Format);
        Assert.Equal((720, 576, new FrameRate(25, 1), (byte)0x48, false), (format.Width, format.Height, format.FrameRate, format.ProfileAndLevel, format.IsProgressive));
        Assert.Equal(new SampleAspectRatio(64, 45), format.SampleAspectRatio);
        Assert.Same(Mpeg2VideoCodec.Mpeg2, format.Codec);
        Assert.All(units, unit => Assert.Same(format, unit.Facts.Format));
    }

    [Fact]
    public void TwoFieldsAreOneUnit()
    {
        List<Assembly.Unit> units = Of(
            Sequence, Extension, OpenGroup, Picture(2, 1), TopField, Slice, Picture(2, 2), BottomField, Slice, Picture(0, 3), TopField, Slice, Picture(0, 3), BottomField, Slice, Picture(1, 3), TopField, Slice);
        Assert.Equal("IoBB", Assembly.Describe(units));
        Assert.Equal(Bytes(Picture(0, 3), TopField, Slice, Picture(0, 3), BottomField, Slice), Convert.ToHexString(units[1].Bytes));
    }

    [Fact]
    public void SequenceHeaderWithoutExtensionIsOfMpeg1()
    {
        Assembly.Unit unit = Assert.Single(Of("B31400F015FFFFE018", ClosedGroup, Picture(0, 1), Slice));
        Assert.Same(Mpeg2VideoCodec.Mpeg1, unit.Facts.Format.Codec);
        Assert.Equal("MPEG-1 video 320x240", unit.Facts.Format.Description);
        Assert.Equal(RandomAccess.Idr, unit.Facts.RandomAccess);
    }

    [Fact]
    public void NothingComesBeforeASequenceHeader() => Assert.Equal("I*", Assembly.Describe(Of(Picture(0, 2), Frame, Slice, Sequence, Extension, ClosedGroup, Picture(0, 1), Frame, Slice)));

    [Fact]
    public void UnitBeyondTheBoundIsDroppedAndCounted()
    {
        using UnitAssembler assembler = Mpeg2VideoCodec.Mpeg2.CreateAssembler(null, ParameterSets.Empty, Assembly.Options(maxUnitBytes: 60));
        foreach (string piece in (string[])[Sequence, Extension, Picture(0, 1), Frame, .. Enumerable.Repeat(Slice, 20)]) assembler.Add(Convert.FromHexString(piece));
        Assert.False(assembler.TryComplete(false, out _));
        Assert.Equal(1, assembler.Faults.TooLarge);
        Assert.True(assembler.IsEmpty);
    }

    [Fact]
    public void WhateverThePiecesAreTheAssemblerGoesOn() => Fuzz.Run([Convert.FromHexString(Bytes(Sequence, Extension, ClosedGroup, Picture(0, 1), TopField, Slice, Picture(0, 2), BottomField, Slice, Picture(1, 3), Frame, Slice))], bytes =>
    {
        List<Assembly.Unit> units = Assembly.OfByteStream(Mpeg2VideoCodec.Mpeg2, bytes);
        Assert.True(units.Sum(unit => unit.Bytes.Length) <= bytes.Length + 3);
    });

    /// <summary>A picture header: 10 bits of temporal reference, 3 of kind (1 I, 2 P, 3 B), then the buffer's delay.</summary>
    private static string Picture(int reference, int kind) => $"00{(reference << 6 | kind << 3) & 0xFFFF | 7:X4}FFF8";

    private static List<Assembly.Unit> Of(params string[] pieces)
    {
        UnitAssemblerOptions options = Assembly.Options();
        List<Assembly.Unit> units = [];
        using (UnitAssembler assembler = Mpeg2VideoCodec.Mpeg2.CreateAssembler(null, ParameterSets.Empty, options))
        {
            foreach (string piece in pieces) Assembly.Feed(assembler, Convert.FromHexString(piece), units);
            Assembly.Complete(assembler, units);
        }

        Assert.Equal(0, options.Pool.Outstanding);
        return units;
    }

    private static string Bytes(params string[] pieces) => string.Concat(pieces.Select(piece => "000001" + piece));
}
