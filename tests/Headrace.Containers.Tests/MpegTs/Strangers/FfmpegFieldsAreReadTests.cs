using Headrace.Containers.Tests.MpegTs.Demuxing;
using Headrace.TestKit;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Containers.Tests.MpegTs.Strangers;

/// <summary>H.264 coded as fields in streams of ffmpeg, which gives each field a PES packet and a time of its own: two are a unit, with the time of the first.</summary>
public sealed class FfmpegFieldsAreReadTests
{
    private const int Frames = 75;
    private const int FrameTicks = 3600;

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(188)]
    [InlineData(1316)]
    public async Task FieldsAreUnitsOfWholeFrames(int piece)
    {
        Skip.UnlessInstalled("ffmpeg");
        using TemporaryFolder folder = new();
        string bytes = Path.Combine(folder.Path, "fields.h264");
        string file = Path.Combine(folder.Path, "fields.ts");
        await File.WriteAllBytesAsync(bytes, FieldCodedVideo.Stream(Frames), TestContext.Current.CancellationToken);
        await ClientProcess.RunAsync("ffmpeg", ["-nostdin", "-loglevel", "error", "-f", "h264", "-i", bytes, "-c", "copy", "-f", "mpegts", file], cancellation: TestContext.Current.CancellationToken);
        using DemuxedStream stream = DemuxedStream.Of(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken), piece);
        Assert.Equal(Frames, stream.Units.Count);
        Assert.All(stream.Units, unit => Assert.False(unit.IsDamaged));
        Assert.All(stream.Units.Zip(stream.Units.Skip(1)), pair => Assert.Equal((FrameTicks, FrameTicks), (pair.Second.Presentation - pair.First.Presentation, pair.Second.Decode - pair.First.Decode)));
        Assert.Equal(3, stream.Units.Count(unit => unit.Whole.RandomAccess.IsPoint));
    }
}
