using Headrace.Media.Codecs.Ac3;
using Headrace.TestKit;

namespace Headrace.Media.Tests.Codecs.Ac3;

public sealed class Ac3HeaderTests
{
    /// <summary>Beginnings of frames, what they say, and kilobits, samples a second, channels and bytes.</summary>
    public static TheoryData<string, string, Ac3Header, string> Headers => new()
    {
        { "5.1 at 448 kbit/s, ffmpeg", "0B770DCE1E40EB", new(0, 30, 8, 0, 7, true), "448 48000 6 1792" },
        { "mono at 44.1 kHz, ffmpeg", "0B77C672484028", new(1, 8, 8, 0, 1, false), "64 44100 1 278" },
        { "mono at 44.1 kHz, one word more", "0B77C672494028", new(1, 9, 8, 0, 1, false), "64 44100 1 280" },
        { "stereo at 32 kHz, ffmpeg", "0B77E774944043", new(2, 20, 8, 0, 2, false), "192 32000 2 1152" },
        { "dual mono", "0B770000084008", new(0, 8, 8, 0, 0, false), "64 48000 2 256" },
        { "3/0", "0B770000144060", new(0, 20, 8, 0, 3, false), "192 48000 3 768" },
        { "2/1 with low frequencies", "0B770000144084", new(0, 20, 8, 0, 4, true), "192 48000 4 768" },
        { "3/1 with low frequencies", "0B7700001440A1", new(0, 20, 8, 0, 5, true), "192 48000 5 768" },
        { "2/2", "0B7700001440C0", new(0, 20, 8, 0, 6, false), "192 48000 4 768" },
        { "commentary", "0B770000084540", new(0, 8, 8, 5, 2, false), "64 48000 2 256" },
        { "the least", "0B770000004040", new(0, 0, 8, 0, 2, false), "32 48000 2 128" },
        { "the most", "0B770000A540E1", new(2, 37, 8, 0, 7, true), "640 32000 6 3840" },
        { "half the sample rate", "0B770000084840", new(0, 8, 9, 0, 2, false), "32 24000 2 256" },
        { "a quarter of it", "0B770000485040", new(1, 8, 10, 0, 2, false), "16 11025 2 278" },
        { "alternate syntax", "0B770000083040", new(0, 8, 6, 0, 2, false), "64 48000 2 256" },
    };

    [Theory]
    [MemberData(nameof(Headers))]
    public void HeadersAreRead(string name, string hex, Ac3Header expected, string figures)
    {
        Assert.True(Ac3Header.TryRead(Convert.FromHexString(hex), out Ac3Header header), name);
        Assert.Equal(expected, header);
        Assert.Equal(figures, $"{header.BitRate} {header.SampleRate} {header.Channels} {header.FrameLength}");
    }

    /// <summary>Words of 16 bits of frmsizecod 0, 1, 2 … at 48, 44.1 and 32 kHz, as the standard prints them.</summary>
    [Theory]
    [InlineData(0, "64 64 80 80 96 96 112 112 128 128 160 160 192 192 224 224 256 256 320 320 384 384 448 448 512 512 640 640 768 768 896 896 1024 1024 1152 1152 1280 1280")]
    [InlineData(1, "69 70 87 88 104 105 121 122 139 140 174 175 208 209 243 244 278 279 348 349 417 418 487 488 557 558 696 697 835 836 975 976 1114 1115 1253 1254 1393 1394")]
    [InlineData(2, "96 96 120 120 144 144 168 168 192 192 240 240 288 288 336 336 384 384 480 480 576 576 672 672 768 768 960 960 1152 1152 1344 1344 1536 1536 1728 1728 1920 1920")]
    public void EveryFrameSizeIsThatOfTheStandard(int rateCode, string words) =>
        Assert.Equal(words.Split(' ').Select(word => int.Parse(word) * 2), Enumerable.Range(0, Ac3Tables.FrameSizeCodes).Select(code => Ac3Tables.FrameLengthOf(rateCode, code)));

    [Theory]
    [InlineData("too short", "0B770DCE5E40")]
    [InlineData("no sync", "0B780DCE5E40EB")]
    [InlineData("reserved sample rate", "0B770DCEDE40EB")]
    [InlineData("reserved frame size", "0B770DCE6640EB")]
    [InlineData("E-AC-3", "0B77022C7F87C0")]
    public void WhatIsNoHeaderIsRefused(string name, string hex) => Assert.False(Ac3Header.TryRead(Convert.FromHexString(hex), out _), name);

    [Fact]
    public void AnyBytesAreReadOrRefused() => Fuzz.Run(Headers.Select(row => Convert.FromHexString(row.Data.Item2)), bytes =>
    {
        if (Ac3Header.TryRead(bytes, out Ac3Header header) && (header.FrameLength is < 128 or > Ac3Header.MaxFrameLength || header.SampleRate < 8000 || header.Channels is < 1 or > 6)) throw new InvalidOperationException("numbers");
        if (Ac3Config.TryRead(bytes, out Ac3Format? format) && format.SampleRate <= 0) throw new InvalidOperationException("rate");
    });
}
