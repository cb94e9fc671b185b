using Headrace.Containers.MpegTs.Reading;
using Headrace.Containers.Tests.MpegTs.Strangers;
using Headrace.TestKit;

namespace Headrace.Containers.Tests.MpegTs.Demuxing;

/// <summary>Streams that none of us made: they are read as ffprobe reads them, or it is said what is wrong with them.</summary>
public sealed class RealStreamsTests
{
    [Theory]
    [InlineData("bear-640x360.ts", "h264,aac")]
    [InlineData("bear-640x360_ptswraparound.ts", "h264,aac")]
    [InlineData("bear-640x360-hevc.ts", "h265,aac")]
    [InlineData("sample_latm.ts", "aac")]
    [InlineData("sample_h264_no_access_unit_delimiters.ts", "h264")]
    [InlineData("sample_h265.ts", "h265")]
    public async Task IsReadAsFfprobeReadsIt(string file, string codecs)
    {
        Skip.UnlessInstalled("ffprobe");
        await FfmpegStreamsAreReadTests.AssertReadAsync(PathOf(file), codecs);
    }

    private static string PathOf(string file)
    {
        string path = Path.Combine(Environment.GetEnvironmentVariable("HEADRACE_TEST_MEDIA") ?? "", file);
        if (!File.Exists(path)) Assert.Skip($"{file} is not there: HEADRACE_TEST_MEDIA names the folder");
        return path;
    }
}
