using Headrace.Media.Codecs.Aac;
using Headrace.Media.Tests.Bits;
using Headrace.TestKit;

namespace Headrace.Media.Tests.Codecs.Aac;

public sealed class AacConfigTests
{
    /// <summary>A config and what it says: clock (output rate), channels, ticks a frame, codec string.</summary>
    public sealed record Sample(string Name, string Hex, int ClockRate, int Channels, int FrameTicks, string Codec, int CoreRate)
    {
        public byte[] Bytes => Convert.FromHexString(Hex);
    }

    public static IReadOnlyList<Sample> All { get; } =
    [
        new("LC 44.1 kHz stereo", "1210", 44100, 2, 1024, "mp4a.40.2", 44100),
        new("LC, ffmpeg says that there is no SBR", "121056E500", 44100, 2, 1024, "mp4a.40.2", 44100),
        new("LC 48 kHz stereo", "1190", 48000, 2, 1024, "mp4a.40.2", 48000),
        new("LC 48 kHz mono, Dahua", "1188", 48000, 1, 1024, "mp4a.40.2", 48000),
        new("LC 16 kHz mono, camera", "1408", 16000, 1, 1024, "mp4a.40.2", 16000),
        new("LC 8 kHz mono", "1588", 8000, 1, 1024, "mp4a.40.2", 8000),
        new("LC 5.1", "11B0", 48000, 6, 1024, "mp4a.40.2", 48000),
        new("LC 7.1", "11B8", 48000, 8, 1024, "mp4a.40.2", 48000),
        new("LC of 960 samples (DAB+, DRM)", "1194", 48000, 2, 960, "mp4a.40.2", 48000),
        new("main profile", "0A10", 44100, 2, 1024, "mp4a.40.1", 44100),
        new("HE-AAC, hierarchical", "2B920800", 44100, 2, 2048, "mp4a.40.5", 22050),
        new("HE-AAC, backward compatible", "139056E5A0", 44100, 2, 2048, "mp4a.40.5", 22050),
        new("HE-AAC v2, hierarchical", "EB8A0800", 44100, 2, 2048, "mp4a.40.29", 22050),
        new("HE-AAC v2, backward compatible", "138856E5A54880", 44100, 2, 2048, "mp4a.40.29", 22050),
        new("HE-AAC with a downsampled SBR tool", Make(b => b.Write(5, 5).Write(4, 4).Write(2, 4).Write(4, 4).Write(2, 5).Write(0, 3)), 44100, 2, 1024, "mp4a.40.5", 44100),
        new("explicit rate", Make(b => b.Write(2, 5).Write(15, 4).Write(37_800, 24).Write(2, 4).Write(0, 3)), 37_800, 2, 1024, "mp4a.40.2", 37_800),
        new("escaped type: ELD, 512 samples", Make(b => b.Write(31, 5).Write(7, 6).Write(3, 4).Write(1, 4).Write(0, 8)), 48000, 1, 512, "mp4a.40.39", 48000),
        new("LD, 480 samples", Make(b => b.Write(23, 5).Write(3, 4).Write(1, 4).Write(4, 3).Write(0, 2)), 48000, 1, 480, "mp4a.40.23", 48000),
        new("escaped type: xHE-AAC", Make(b => b.Write(31, 5).Write(10, 6).Write(3, 4).Write(2, 4).Write(3, 5).Write(3, 3).Write(0, 16)), 48000, 2, 2048, "mp4a.40.42", 48000),
        new("program config element: 5.1 and two more", Make(b => ProgramConfig(b.Write(2, 5).Write(3, 4).Write(0, 4).Write(0, 3))), 48000, 8, 1024, "mp4a.40.2", 48000),
        new("depends on a core coder", Make(b => b.Write(2, 5).Write(4, 4).Write(1, 4).Write(2, 3).Write(100, 14).Write(0, 1)), 44100, 1, 1024, "mp4a.40.2", 44100),
    ];

    public static TheoryData<Sample> Rows => [.. All];

    [Theory]
    [MemberData(nameof(Rows))]
    public void ConfigsSayClockChannelsAndFrame(Sample sample)
    {
        Assert.True(AacFormat.TryParse(sample.Bytes, out AacFormat? format), sample.Name);
        Assert.Equal((sample.ClockRate, sample.Channels, sample.FrameTicks), (format.ClockRate, format.Channels, format.SamplesPerFrame));
        Assert.Equal((sample.Codec, sample.CoreRate), (format.Rfc6381, format.Config.CoreSampleRate));
        Assert.Equal(sample.Hex, Convert.ToHexString(format.ConfigBytes.Span));
    }

    [Theory]
    [InlineData("")]
    [InlineData("12")]
    [InlineData("0210")]
    [InlineData("1690")]
    [InlineData("12C0")]
    [InlineData("1780")]
    [InlineData("1200")]
    public void WhatHasNoMeaningIsRefused(string hex) => Assert.False(AacFormat.TryParse(Convert.FromHexString(hex), out _));

    [Fact]
    public void FormatsAreEqualWhenTheirConfigsAre()
    {
        Assert.Equal(Format("1210"), Format("1210"));
        Assert.Equal(Format("1210").GetHashCode(), Format("1210").GetHashCode());
        Assert.NotEqual(Format("1210"), Format("1190"));
        Assert.NotEqual(Format("1210"), Format("121056E500"));
    }

    [Fact]
    public void AnyBytesParseOrAreRefused() => Fuzz.Run(All.Select(s => s.Bytes), bytes =>
    {
        if (AacFormat.TryParse(bytes, out AacFormat? format) && (format.ClockRate <= 0 || format.Channels <= 0 || format.SamplesPerFrame <= 0)) throw new InvalidOperationException("numbers");
    });

    internal static AacFormat Format(string hex)
    {
        Assert.True(AacFormat.TryParse(Convert.FromHexString(hex), out AacFormat? format));
        return format;
    }

    private static string Make(Action<BitWriter> write)
    {
        BitWriter bits = new();
        write(bits);
        return Convert.ToHexString(bits.ToBytes());
    }

    private static void ProgramConfig(BitWriter bits)
    {
        bits.Write(0, 4).Write(1, 2).Write(3, 4).Write(2, 4).Write(1, 4).Write(1, 4).Write(1, 2).Write(0, 3).Write(1, 4);
        bits.Flag(true).Write(0, 4).Flag(false).Flag(true).Write(0, 3);
        bits.Write(0, 5).Write(16, 5).Write(16, 5).Write(16, 5).Write(0, 4).Write(0, 5);
        while (bits.Length % 8 != 0) bits.Flag(false);
        bits.Write(2, 8).Write(0x4142, 16);
    }
}
