using Headrace.TestKit.Clips;

namespace Headrace.TestKit.Tests.Clips;

public sealed class FrameHashesTests
{
    [Fact]
    public void ParsesFramesAndLeavesOutComments()
    {
        const string Text = "#format: frame checksums\n#tb 0: 1/90000\n0,      -3000,          0,     3000,     4110, 0123456789abcdef0123456789abcdef\n1, 5, 5, 1024, 7, ff\n";
        Assert.Equal([new FrameHash(0, -3000, 0, 3000, 4110, "0123456789abcdef0123456789abcdef"), new FrameHash(1, 5, 5, 1024, 7, "ff")], FrameHashes.Parse(Text));
    }

    [Fact]
    public void LineThatIsNotAFrameIsAnError() => Assert.Throws<FormatException>(() => FrameHashes.Parse("ffmpeg: no such file\n"));
}
