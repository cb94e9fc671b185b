using Headrace.Media.Codecs;

namespace Headrace.Media.Tests.Codecs;

/// <summary>Byte streams of other projects, where the machine has them; the numbers of pictures were counted with another parser.</summary>
public sealed class RealMediaTests
{
    [Theory]
    [InlineData("avc-byte-stream-frame.h264", "h264", 1, 0, "H.264 320x240")]
    [InlineData("test-25fps.h264", "h264", 250, 125, "H.264 320x240")]
    [InlineData("bear_no_iframe_start.h264", "h264", 30, 14, "H.264 320x180")]
    [InlineData("hevc-byte-stream-frame.h265", "h265", 6, 3, "H.265 1280x570")]
    public void EveryPictureIsAUnit(string file, string codec, int units, int disposable, string description)
    {
        string? folder = Environment.GetEnvironmentVariable("HEADRACE_TEST_MEDIA");
        Assert.SkipWhen(folder is null || !File.Exists(Path.Combine(folder, file)), "The media are not here.");
        List<Assembly.Unit> found = Assembly.OfByteStream(KnownCodecs.Find(codec)!, File.ReadAllBytes(Path.Combine(folder!, file)));
        Assert.Equal((units, disposable), (found.Count, found.Count(unit => unit.Facts.IsDisposable)));
        Assert.All(found, unit => Assert.Equal(description, unit.Facts.Format.Description));
        Assert.True(found[0].Facts.RandomAccess.IsPoint);
    }
}
