using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Aac;
using Headrace.Media.Codecs.G711;
using Headrace.Media.Codecs.Opus;
using Headrace.Media.Tracks;
using Headrace.TestKit;
using Headrace.TestKit.Processes;

namespace Headrace.Media.Tests.Codecs;

/// <summary>Frames of silence, decoded by ffmpeg.</summary>
public sealed class SilenceTests
{
    private const int Frames = 20;

    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 3)]
    [InlineData(2, 4)]
    [InlineData(1, 8)]
    [InlineData(3, 3)]
    [InlineData(4, 3)]
    [InlineData(5, 3)]
    [InlineData(6, 3)]
    public async Task AacIsSilentInEveryUsualOrderOfChannels(int channels, int index)
    {
        Skip.UnlessInstalled("ffmpeg");
        SilentFrame frame = Assert.IsType<SilentFrame>(Aac(2, index, channels).Silence);
        Assert.Equal(1024, frame.Duration);
        byte[] adts = [.. Enumerable.Repeat(0, Frames).SelectMany(_ => (byte[])[.. Header(index, channels, frame.Payload.Length), .. frame.Payload.Span])];
        using TemporaryFolder folder = new();
        string file = Path.Combine(folder.Path, "silence.aac");
        await File.WriteAllBytesAsync(file, adts, TestContext.Current.CancellationToken);
        string decoded = Path.Combine(folder.Path, "silence.raw");
        string said = await ClientProcess.RunAsync("ffmpeg", ["-v", "error", "-xerror", "-i", file, "-f", "s16le", decoded], TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        Assert.Equal("", said);
        byte[] samples = await File.ReadAllBytesAsync(decoded, TestContext.Current.CancellationToken);
        Assert.Equal(Frames * 1024 * channels * 2, samples.Length);
        Assert.All(samples, sample => Assert.Equal(0, sample));
    }

    [Fact]
    public void WhatIsNotAacLcHasNoSilence() => Assert.Null(Aac(1, 3, 2).Silence);

    [Fact]
    public void OpusAndG711AreSilentForTwentyMilliseconds()
    {
        Assert.Equal((960, "FCFFFE"), Described(OpusFormat.Of(2)));
        Assert.Equal((960, "F8FFFE"), Described(OpusFormat.Of(1)));
        Assert.Equal((960, "FC02FFFE" + "FC02FFFE" + "F802FFFE" + "F8FFFE"), Described(OpusFormat.Of(6) with { Mapping = OpusMapping.Of(6) }));
        Assert.Equal((160, string.Concat(Enumerable.Repeat("FF", 160))), Described(G711Format.Of(G711Codec.MuLaw)));
        Assert.Equal((320, string.Concat(Enumerable.Repeat("D5", 640))), Described(G711Format.Of(G711Codec.ALaw, 16_000, 2)));
    }

    private static (int, string) Described(AudioFormat format) => (format.Silence!.Duration, Convert.ToHexString(format.Silence.Payload.Span));

    private static AacFormat Aac(int type, int index, int channels)
    {
        byte[] config = [(byte)(type << 3 | index >> 1), (byte)((index & 1) << 7 | channels << 3)];
        Assert.True(AacFormat.TryParse(config, out AacFormat? format));
        return format;
    }

    // ISO/IEC 14496-3, 1.A.2.2: an ADTS header without CRC.
    private static byte[] Header(int index, int channels, int payload)
    {
        int length = payload + 7;
        return [0xFF, 0xF1, (byte)(1 << 6 | index << 2 | channels >> 2), (byte)((channels & 3) << 6 | length >> 11), (byte)(length >> 3), (byte)((length & 7) << 5 | 0x1F), 0xFC];
    }
}
