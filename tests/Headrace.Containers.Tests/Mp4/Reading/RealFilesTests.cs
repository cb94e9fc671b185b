using Headrace.Containers.Tests.Mp4.Strangers;
using Headrace.TestKit;

namespace Headrace.Containers.Tests.Mp4.Reading;

/// <summary>Files that none of us made: they are read as ffprobe reads them, or it is said why not.</summary>
public sealed class RealFilesTests
{
    [Theory]
    [InlineData("bear-1280x720.mp4", "h264,aac")]
    [InlineData("bear-640x360-hevc.mp4", "h265,aac")]
    [InlineData("bear-640x360-vp9.mp4", "vp9,aac")]
    [InlineData("bear-av1.mp4", "av1")]
    [InlineData("bear-flac.mp4", "flac")]
    [InlineData("edit_list_positive_shift.mp4", "h264,aac")]
    [InlineData("h265_bframes.mp4", "h265")]
    [InlineData("sample_with_av1c.mp4", "av1")]
    [InlineData("sintel-1024x436.mp4", "h264,aac")]
    public async Task IsReadAsFfprobeReadsIt(string file, string codecs)
    {
        Skip.UnlessInstalled("ffprobe");
        string path = PathOf(file);
        byte[] bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        OpenedFile opened = OpenedFile.Of(bytes);
        Assert.Null(opened.Fault);
        Assert.Equal(codecs, string.Join(',', opened.Tracks.Select(track => track.Codec.Name)));
        for (int stream = 0; stream < opened.Tracks.Count; stream++)
            Assert.Equal(await ProbedSamples.ReadAsync(path, stream), opened.Of(stream).Select(unit => (unit.Presentation, unit.Decode)));
        Assert.Equal(0, opened.Outstanding);

        // As it comes: the same, or what stands in the way.
        DemuxedMovie movie = DemuxedMovie.Of(bytes, 4096);
        if (movie.Demuxer.Fault is { } fault) Assert.Equal("its movie box (moov) stands behind its media, so that it cannot be read as it comes", fault);
        else Assert.Equal(opened.Units.OrderBy(unit => unit.Track).ThenBy(unit => unit.Decode), movie.Units.OrderBy(unit => unit.Track).ThenBy(unit => unit.Decode));
    }

    // Its second tracks count from moof without saying so; ffprobe reads them where no sound is.
    [Fact]
    public async Task OffsetsThatCountFromTheFragmentWithoutTheFlagAreUnderstood()
    {
        Skip.UnlessInstalled("ffprobe");
        string path = PathOf("bear-640x360-av_frag.mp4");
        DemuxedMovie movie = DemuxedMovie.Of(await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken), 4096);
        Assert.Null(movie.Demuxer.Fault);
        Assert.Equal(await ProbedSamples.ReadAsync(path, 0), movie.Of(0).Select(unit => (unit.Presentation, unit.Decode)));
        Assert.Equal(Enumerable.Range(0, 119).Select(i => i * 1024L), movie.Of(1).Select(unit => unit.Decode));
        Assert.Equal(0, movie.Demuxer.FaultsOf(0).Total);
    }

    // ffprobe begins at a whole picture where the list begins in the middle of one.
    [Fact]
    public async Task AnEditListMayBeginInsideAPicture()
    {
        Skip.UnlessInstalled("ffprobe");
        string path = PathOf("iibbibb_editlist_videoonly.mp4");
        OpenedFile opened = OpenedFile.Of(await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken));
        Assert.Equal((await ProbedSamples.ReadAsync(path, 0)).Select(packet => (packet.Presentation + 8192, packet.Decode + 8192)), opened.Units.Select(unit => (unit.Presentation, unit.Decode)));
    }

    // ffprobe shows what decoders are to throw away, a second of it; we begin with the frame that the list begins in.
    [Fact]
    public async Task SoundBeginsWhereItsEditListSays()
    {
        Skip.UnlessInstalled("ffprobe");
        string path = PathOf("sample_opus.mp4");
        OpenedFile opened = OpenedFile.Of(await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken));
        Assert.Equal("opus", Assert.Single(opened.Tracks).Codec.Name);
        Assert.Equal((await ProbedSamples.ReadAsync(path, 0)).Where(packet => packet.Presentation > -480), opened.Units.Select(unit => (unit.Presentation, unit.Decode)));
    }

    private static string PathOf(string file)
    {
        string path = Path.Combine(Environment.GetEnvironmentVariable("HEADRACE_TEST_MEDIA") ?? "", file);
        if (!File.Exists(path)) Assert.Skip($"{file} is not there: HEADRACE_TEST_MEDIA names the folder");
        return path;
    }
}
