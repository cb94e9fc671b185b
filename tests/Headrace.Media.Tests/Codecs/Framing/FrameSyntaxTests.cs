using Headrace.Media.Codecs.MpegAudio;
using Headrace.TestKit;

namespace Headrace.Media.Tests.Codecs.Framing;

/// <summary>Frames are found by what a syntax tells of them, from any byte on.</summary>
public sealed class FrameSyntaxTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(418)]
    [InlineData(10_000)]
    public void FramesAreFoundInPiecesOfAnySize(int piece)
    {
        byte[] stream = Stream(10);
        List<byte[]> frames = Frames.Cut(MpegAudioCodec.Syntax, stream, piece, out long skipped);
        Assert.Equal((10, 0), (frames.Count, skipped));
        Assert.Equal(stream, frames.SelectMany(frame => frame));
    }

    [Fact]
    public void PlaceIsFoundFromAnyByteOn()
    {
        byte[] stream = Stream(6);
        for (int start = 1; start < 417 * 2; start++)
        {
            List<byte[]> frames = Frames.Cut(MpegAudioCodec.Syntax, stream.AsSpan(start), 333, out long skipped);
            int whole = start <= 417 ? 5 : 4;
            Assert.Equal((whole, stream.Length - start - whole * 417), (frames.Count, skipped));
        }
    }

    [Fact]
    public void LostBytesCostTheFramesThatTheyLayIn()
    {
        byte[] stream = Stream(8);
        List<byte[]> frames = Frames.Cut(MpegAudioCodec.Syntax, [.. stream.AsSpan(0, 417 * 3 + 100), .. stream.AsSpan(417 * 4 + 50)], 1000, out _);
        Assert.Equal(8 - 2, frames.Count(frame => stream.AsSpan().IndexOf(frame) % 417 == 0));
    }

    [Fact]
    public void PatternWithinAFrameIsNotBelieved()
    {
        byte[] stream = Stream(3);
        stream.AsSpan(0, 4).CopyTo(stream.AsSpan(200));
        Assert.Equal(2, Frames.Cut(MpegAudioCodec.Syntax, stream.AsSpan(100), 10_000, out long skipped).Count);
        Assert.Equal(317, skipped);
    }

    [Fact]
    public void LastFrameIsTakenWhereNothingFollows()
    {
        Assert.Single(Frames.Cut(MpegAudioCodec.Syntax, Stream(1), 10_000, out _));
        Assert.Empty(Frames.Cut(MpegAudioCodec.Syntax, Stream(1).AsSpan(0, 416), 10_000, out long skipped));
        Assert.Equal(416, skipped);
    }

    [Fact]
    public void AnyBytesAreCutOrPassedOver() => Fuzz.Run([Stream(3), [.. Stream(1), 1, 2, 3, .. Stream(2)]], bytes =>
    {
        List<byte[]> frames = Frames.Cut(MpegAudioCodec.Syntax, bytes, 1 + bytes.Length % 700, out long skipped);
        if (frames.Sum(frame => frame.Length) + skipped != bytes.Length) throw new InvalidOperationException("bytes were lost");
    });

    /// <summary>Layer III, 128 kbit/s at 44.1 kHz: frames of 417 bytes.</summary>
    private static byte[] Stream(int frames) => [.. Enumerable.Range(0, frames).SelectMany(i => (byte[])[0xFF, 0xFB, 0x90, 0x64, .. Enumerable.Repeat((byte)(i + 1), 413)])];
}
