using Headrace.Media.Buffers;
using Headrace.TestKit;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Containers.Tests.Mp4.Strangers;

/// <summary>GStreamer finds the type of what we write by itself, and decodes every frame of it.</summary>
public sealed class GStreamerReadsFragmentsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly MediaBufferPool _pool = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("v:0", "h264parse ! avdec_h264")]
    [InlineData("a:0", "aacparse ! avdec_aac")]
    public async Task EveryFrameIsDecoded(string stream, string decoder)
    {
        await Skip.UnlessGStreamerHasAsync("qtdemux", "h264parse", "avdec_h264", "aacparse", "avdec_aac");
        CodecClip source = await CodecClip.LoadAsync(await TestMedia.GetAsync(new TestClip { Seconds = 4, BFrames = 3, HasOpenGops = true }), stream, _folder.Path, _pool);
        string written = await source.WriteAsync(_folder.Path, _pool);
        string output = await ClientProcess.RunAsync(
            "gst-launch-1.0",
            ["-v", .. $"filesrc location={written} ! typefind ! qtdemux ! {decoder} ! identity silent=false ! fakesink sync=false".Split(' ')],
            cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(source.Samples.Length, output.Split('\n').Count(line => line.Contains("identity0: last-message = chain", StringComparison.Ordinal)));
    }
}
