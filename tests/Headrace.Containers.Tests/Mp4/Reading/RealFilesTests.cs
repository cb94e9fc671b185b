using Headrace.Containers.Tests.Mp4.Strangers;
using Headrace.TestKit;

namespace Headrace.Containers.Tests.Mp4.Reading;

/// <summary>Files that none of us made: they are read as ffprobe reads them, or it is said why not.</summary>
public sealed class RealFilesTests
{
    [Theory]
    [InlineData("bear-1280x720.mp4", "h264,aac")]
    [InlineData("bear-640x360-hevc.mp4", "h265,aac")]
    [InlineData("bear-av1.mp4", "av1")]
    public async Task IsReadAsFfprobeReadsIt(string file, string codecs)
    {
        Skip.UnlessInstalled("ffprobe");
        string path = PathOf(file);
        DemuxedMovie movie = DemuxedMovie.Of(await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken), 4096);
        Assert.Null(movie.Demuxer.Fault);
        Assert.Equal(codecs, string.Join(',', Assert.Single(movie.Begun).Select(track => track.Codec.Name)));
        for (int stream = 0; stream < movie.Begun[0].Length; stream++)
            Assert.Equal(await ProbedSamples.ReadAsync(path, stream), movie.Of(stream).Select(unit => (unit.Presentation, unit.Decode)));
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

    [Theory]
    [InlineData("bear-flac.mp4", "fLaC")]
    [InlineData("bear-640x360-vp9.mp4", "vp09")]
    public async Task WhatNothingReadsIsNamed(string file, string entry)
    {
        DemuxedMovie movie = DemuxedMovie.Of(await File.ReadAllBytesAsync(PathOf(file), TestContext.Current.CancellationToken), 4096);
        Assert.All(movie.Omitted, omission => Assert.Equal($"nothing here reads its sample entry {entry}", omission.Reason));
        Assert.Equal(movie.Omitted.Count > 0 && movie.Begun.Count == 0, movie.Demuxer.Fault is not null);
    }

    private static string PathOf(string file)
    {
        string path = Path.Combine(Environment.GetEnvironmentVariable("HEADRACE_TEST_MEDIA") ?? "", file);
        if (!File.Exists(path)) Assert.Skip($"{file} is not there: HEADRACE_TEST_MEDIA names the folder");
        return path;
    }
}
