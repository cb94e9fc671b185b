using Headrace.Media.Codecs;
using Headrace.Media.Codecs.H264;
using Headrace.Media.Tracks;
using Headrace.TestKit.Clips;

namespace Headrace.Media.Tests.Codecs.H264;

/// <summary>Pictures that are coded as fields: two of them are one unit, counted and timed as a frame.</summary>
public sealed class H264FieldTests
{
    [Fact]
    public void FieldsOfAByteStreamAreHalfAsManyUnitsOfWholeFrames()
    {
        List<Assembly.Unit> units = Assembly.OfByteStream(H264Codec.Instance, FieldCodedVideo.Stream(50));
        Assert.Equal(50, units.Count);
        Assert.Equal([0, 25], units.Index().Where(unit => unit.Item.Facts.RandomAccess.Kind == RandomAccessKind.Idr).Select(unit => unit.Index));
        H264Format format = Assert.IsType<H264Format>(units[0].Facts.Format);
        Assert.Equal((160, 192, false), (format.Width, format.Height, format.IsProgressive));
        Assert.Equal(new FrameRate(25, 1), format.FrameRate);

        // Two slices, and the SEI of either field before it; a frame's time, and depths in frames.
        Assert.All(units, unit => Assert.Equal(["06", "41", "06", "41"], unit.Nals.Select(nal => nal[..2].Replace("65", "41", StringComparison.Ordinal))));
        Assert.All(units, unit => Assert.Equal((3600, 0), (unit.Facts.NominalDuration, unit.Facts.ReorderDepth)));
    }

    /// <summary>Fields that nothing refers to have the same frame_num, so that only their order tells frames apart.</summary>
    [Fact]
    public void FieldWhoseFirstWasLostIsNotPairedWithTheNextFrame()
    {
        using UnitAssembler assembler = Begin();
        List<Assembly.Unit> units = [];
        Add(assembler, units, 1, isBottom: false);
        Add(assembler, units, 1, isBottom: true);

        // Of frame 2 the second field is there, which the first of frame 3 seems to complete; whoever knows of the loss says so.
        Add(assembler, units, 2, isBottom: true);
        Add(assembler, units, 3, isBottom: false);
        Assembly.Complete(assembler, units, isDamaged: true);
        for (int frame = 3; frame < 6; frame++)
        {
            if (frame > 3) Add(assembler, units, frame, isBottom: false);
            Add(assembler, units, frame, isBottom: true);
        }

        Assembly.Complete(assembler, units);
        Assert.Equal([false, false, true, true, false, false], units.Select(unit => unit.Facts.IsDamaged));
        Assert.Equal([2, 2, 2, 1, 2, 2], units.Select(unit => unit.Nals.Count()));
        Assert.Equal(Field(4, false), units[4].Nals.First());
    }

    [Fact]
    public void LoneFieldsOfAWholeStreamAreUnitsOfTheirOwn()
    {
        using UnitAssembler assembler = Begin();
        List<Assembly.Unit> units = [];
        Assembly.Feed(assembler, FieldCodedVideo.Field(1, isBottom: false), units);
        Assembly.Feed(assembler, FieldCodedVideo.Field(2, isBottom: true), units);
        Assembly.Feed(assembler, FieldCodedVideo.Field(2, isBottom: false), units);
        Assembly.Feed(assembler, FieldCodedVideo.Field(3, isBottom: false), units);
        Assembly.Complete(assembler, units);
        Assert.Equal([2, 1, 2, 1], units.Select(unit => unit.Nals.Count()));
        Assert.All(units, unit => Assert.False(unit.Facts.IsDamaged));
    }

    private static UnitAssembler Begin()
    {
        UnitAssembler assembler = H264Codec.Instance.CreateAssembler(null, ParameterSets.Empty, Assembly.Options());
        foreach (byte[] nal in new[] { FieldCodedVideo.Sps, FieldCodedVideo.Pps, FieldCodedVideo.Field(0, false, isKey: true), FieldCodedVideo.Field(0, true) }) assembler.Add(nal);
        return assembler;
    }

    private static void Add(UnitAssembler assembler, List<Assembly.Unit> units, int frame, bool isBottom) => Assembly.Feed(assembler, FieldCodedVideo.Field(frame, isBottom, isReference: false, frameNum: 1), units);

    private static string Field(int frame, bool isBottom) => Convert.ToHexString(FieldCodedVideo.Field(frame, isBottom, isReference: false, frameNum: 1));
}
