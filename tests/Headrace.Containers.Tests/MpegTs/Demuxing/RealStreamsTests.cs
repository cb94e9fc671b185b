using Headrace.Containers.Tests.MpegTs.Strangers;
using Headrace.TestKit;
using Headrace.TestKit.Captures;

namespace Headrace.Containers.Tests.MpegTs.Demuxing;

/// <summary>Streams that none of us made: they are read as ffprobe reads them, or it is said what is wrong with them.</summary>
public sealed class RealStreamsTests
{
    [Theory]
    [InlineData("bear-640x360.ts", "h264,aac")]
    [InlineData("bear-640x360_ptswraparound.ts", "h264,aac")]
    [InlineData("bear-640x360-hevc.ts", "h265,aac")]
    [InlineData("bear-640x360-ac3.ts", "h264,ac3")]
    [InlineData("sample_latm.ts", "aac")]
    [InlineData("sample_h264_no_access_unit_delimiters.ts", "h264")]
    [InlineData("sample_h265.ts", "h265")]
    public async Task IsReadAsFfprobeReadsIt(string file, string codecs)
    {
        Skip.UnlessInstalled("ffprobe");
        await FfmpegStreamsAreReadTests.AssertReadAsync(PathOf(file), codecs);
    }

    [Fact]
    public async Task FramesThatAreCutOffAtTheEndsAreLeftOut()
    {
        DemuxedStream stream = DemuxedStream.Of(await File.ReadAllBytesAsync(PathOf("sample_ac3.ts"), TestContext.Current.CancellationToken), 1316);
        Assert.Equal("ac3", Assert.Single(stream.Tracks).Codec.Name);
        Assert.Equal([.. Enumerable.Range(0, 8).Select(i => (i * 2880L, 1536))], stream.Units.Select(unit => (unit.Decode, unit.Length)));
    }

    [Theory]
    [InlineData("test-184.ts", null)]
    [InlineData("test-203.1.ts", null)]
    [InlineData("sample_with_sdt.ts", 21_862)]
    public async Task StreamWithoutMediaOrTablesBreaksNothing(string file, int? program)
    {
        DemuxedStream stream = DemuxedStream.Of(await File.ReadAllBytesAsync(PathOf(file), TestContext.Current.CancellationToken), 1316);
        Assert.True(stream.Demuxer.Packets > 10);
        Assert.Equal(program, stream.Demuxer.Program?.Number);
        Assert.Equal(program is null, stream.Begun.Count == 0 && stream.Demuxer.Program is null);
        Assert.Empty(stream.Faults);
        stream.Dispose();
        Assert.Equal(0, stream.Outstanding);
    }

    [Fact]
    public void CaptureOfDatagramsIsRead()
    {
        DemuxedStream stream = new();
        foreach (CapturedPacket packet in CaptureFile.ReadTestMedia("mpegts.pcap")) stream.Read(packet.Payload);
        stream.Demuxer.Complete();
        Assert.Equal(7, stream.Demuxer.Packets);
        Assert.Empty(stream.Faults);
    }

    private static string PathOf(string file)
    {
        string path = Path.Combine(Environment.GetEnvironmentVariable("HEADRACE_TEST_MEDIA") ?? "", file);
        if (!File.Exists(path)) Assert.Skip($"{file} is not there: HEADRACE_TEST_MEDIA names the folder");
        return path;
    }
}
