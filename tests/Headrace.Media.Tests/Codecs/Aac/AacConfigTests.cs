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
        new("escaped type: xHE-AAC, explicit rate, 768 samples", Make(b => b.Write(31, 5).Write(10, 6).Write(3, 4).Write(1, 4).Write(31, 5).Write(37_800, 24).Write(0, 3).Write(0, 8)), 48000, 1, 768, "mp4a.40.42", 48000),
        new("escaped type: xHE-AAC, 4096 samples", Make(b => b.Write(31, 5).Write(10, 6).Write(3, 4).Write(2, 4).Write(3, 5).Write(4, 3).Write(0, 8)), 48000, 2, 4096, "mp4a.40.42", 48000),
        new("HE-AAC above BSAC, channels of the extension", Make(b => Bsac(b.Write(5, 5).Write(7, 4).Write(2, 4).Write(4, 4).Write(22, 5).Write(2, 4))), 44100, 2, 2048, "mp4a.40.5", 22050),
        new("backward compatible, no more than the core's rate", Make(b => Extension(b.Write(2, 5).Write(4, 4).Write(2, 4).Write(0, 3), 7)), 44100, 2, 1024, "mp4a.40.2", 44100),
        new("program config element: 5.1 and two more", Make(b => ProgramConfig(b.Write(2, 5).Write(3, 4).Write(0, 4).Write(0, 3))), 48000, 8, 1024, "mp4a.40.2", 48000),
        new("depends on a core coder", Make(b => b.Write(2, 5).Write(4, 4).Write(1, 4).Write(2, 3).Write(100, 14).Write(0, 1)), 44100, 1, 1024, "mp4a.40.2", 44100),
    ];

    public static TheoryData<Sample> Rows => [.. All];

    /// <summary>Configs of 44.1 kHz and two channels, and how many bits they take.</summary>
    public static TheoryData<string, string, int> Lengths => new()
    {
        { "LC", Make(b => Begin(b, 2).Write(0, 3)), 16 },
        { "LC, its extension not counted", Make(b => Extension(Begin(b, 2).Write(0, 3), 4)), 16 },
        { "depends on a core coder", Make(b => Begin(b, 2).Write(2, 3).Write(100, 14)), 30 },
        { "scalable, number of its layer", Make(b => Begin(b, 6).Write(0, 3).Write(5, 3)), 19 },
        { "error resilient LC, three flags of its extension", Make(b => Begin(b, 17).Write(1, 3).Write(7, 3).Flag(false).Write(0, 2)), 22 },
        { "error resilient scalable, layer and flags", Make(b => Begin(b, 20).Write(1, 3).Write(5, 3).Write(7, 3).Flag(false).Write(0, 2)), 25 },
        { "error resilient TwinVQ, no flags", Make(b => Begin(b, 21).Write(1, 3).Flag(false).Write(0, 2)), 19 },
        { "BSAC, subframes and length of its layers", Make(b => Bsac(Begin(b, 22))), 35 },
    };

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
    [InlineData("1781770090")]
    [InlineData("2A138800")]
    public void WhatHasNoMeaningIsRefused(string hex) => Assert.False(AacFormat.TryParse(Convert.FromHexString(hex), out _));

    [Fact]
    public void ConfigLongerThanAnyIsRefused()
    {
        byte[] config = new byte[AacConfig.MaxLength + 1];
        (config[0], config[1]) = (0x12, 0x10);
        Assert.False(AacFormat.TryParse(config, out _));
        Assert.True(AacFormat.TryParse(config.AsSpan(..AacConfig.MaxLength), out _));
    }

    /// <summary>ISO/IEC 14496-3, 1.6.2.1 and 4.4.1: what each object type adds, behind which other fields may stand.</summary>
    [Theory]
    [MemberData(nameof(Lengths))]
    public void ConfigAmongOtherBitsEndsWhereItsFieldsEnd(string name, string hex, int bits)
    {
        Assert.True(AacConfig.TryParse([.. Convert.FromHexString(hex), 0, 0], out AacConfig? config), name);
        Assert.Equal((name, bits, 44_100, 2), (name, config.CoreBits, config.CoreSampleRate, config.Channels));
    }

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

    private static BitWriter Begin(BitWriter bits, uint type) => bits.Write(type, 5).Write(4, 4).Write(2, 4);

    private static void Bsac(BitWriter bits) => bits.Write(1, 3).Write(1, 5).Write(100, 11).Flag(false).Write(0, 2);

    private static void Extension(BitWriter bits, uint rate) => bits.Write(0x2B7, 11).Write(5, 5).Flag(true).Write(rate, 4);

    private static void ProgramConfig(BitWriter bits)
    {
        bits.Write(0, 4).Write(1, 2).Write(3, 4).Write(2, 4).Write(1, 4).Write(1, 4).Write(1, 2).Write(0, 3).Write(1, 4);
        bits.Flag(true).Write(0, 4).Flag(false).Flag(true).Write(0, 3);
        bits.Write(0, 5).Write(16, 5).Write(16, 5).Write(16, 5).Write(0, 4).Write(0, 5);
        while (bits.Length % 8 != 0) bits.Flag(false);
        bits.Write(2, 8).Write(0x4142, 16);
    }
}
