using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Aac;
using Headrace.Media.Codecs.Ac3;
using Headrace.Media.Codecs.Av1;
using Headrace.Media.Codecs.Eac3;
using Headrace.Media.Codecs.Flac;
using Headrace.Media.Codecs.H264;
using Headrace.Media.Codecs.H265;
using Headrace.Media.Codecs.MpegAudio;
using Headrace.Media.Codecs.Opus;
using Headrace.Media.Codecs.Vp8;
using Headrace.Media.Codecs.Vp9;
using Headrace.Media.Codecs.Vpx;
using Headrace.Media.Tracks;

namespace Headrace.Containers.Tests.Mp4;

/// <summary>Tracks as real encoders describe them.</summary>
internal static class TestTracks
{
    /// <summary>320x240, High profile, samples of 4:3, BT.709 colours.</summary>
    public static ReadOnlyMemory<byte> Sps { get; } = Convert.FromHexString("6764000DACD94141FB0E6A02020280000003008000001E078A14CB");

    public static ReadOnlyMemory<byte> Pps { get; } = Convert.FromHexString("68EBE3CB22C0");

    public static Track H264 { get; } = H264Of(ParameterSets.Empty.With(ParameterSetKind.Sps, 0, Sps.Span).With(ParameterSetKind.Pps, 0, Pps.Span));

    /// <summary>A second picture parameter set, identifier 1, that came later.</summary>
    public static Track H264WithSecondPps { get; } = H264Of(H264.ParameterSets.With(ParameterSetKind.Pps, 1, [0x68, 0x5B, 0xE3, 0xCB, 0x22, 0xC0]));

    /// <summary>320x240, Main profile.</summary>
    public static Track H265 { get; } = H265Of(
        "40010C01FFFF01600000030090000003000003003C959409", "42010101600000030090000003000003003CA00A080F16595952930BC05A020000030002000003003C10", "4401C073C189");

    /// <summary>64x48, Main profile, as libaom describes it.</summary>
    public static Track Av1 { get; } = Av1Of("0A0A00000002AFF79B5F2008");

    /// <summary>1920x1080, ten bits, BT.2020, as a file states it.</summary>
    public static Track Vp9 { get; } = new(0, Vp9Format.Of(new VpxConfig(2, 41, 10, VpxConfig.Chroma420, new ColourDescription(9, 16, 9, false)), 1920, 1080)!, ParameterSets.Empty);

    /// <summary>320x240.</summary>
    public static Track Vp8 { get; } = new(0, new Vp8Format { Width = 320, Height = 240 }, ParameterSets.Empty);

    /// <summary>48 kHz, stereo.</summary>
    public static Track Aac { get; } = AacOf("119056E500");

    /// <summary>HE-AAC, signalled explicitly: a core of 24 kHz for an output of 48 kHz, stereo.</summary>
    public static Track HeAac { get; } = AacOf("2B118800");

    /// <summary>96 kHz, which the fixed-point rate of a sample entry cannot say.</summary>
    public static Track Aac96 { get; } = AacOf("1010");

    /// <summary>Stereo, with a pre-skip and a gain, as an encoder's file has them.</summary>
    public static Track Opus { get; } = new(1, OpusFormat.Of(2) with { PreSkip = 312, InputSampleRate = OpusFormat.OpusClockRate, OutputGain = -256 }, ParameterSets.Empty);

    /// <summary>5.1 channels in four streams.</summary>
    public static Track OpusSurround { get; } = new(1, OpusFormat.Of(6) with { InputSampleRate = OpusFormat.OpusClockRate, Mapping = new OpusMapping(1, 4, 2, [0, 4, 1, 2, 3, 5]) }, ParameterSets.Empty);

    /// <summary>44.1 kHz, stereo, 16 bits.</summary>
    public static Track Flac { get; } = new(1, new FlacFormat { SampleRate = 44_100, Channels = 2, BitsPerSample = 16, SmallestBlock = 4608, LargestBlock = 4608 }, ParameterSets.Empty);

    /// <summary>192 kHz, which the fixed-point rate of a sample entry cannot say, 5.1, 24 bits, blocks of any size.</summary>
    public static Track Flac192 { get; } = new(1, new FlacFormat { SampleRate = 192_000, Channels = 6, BitsPerSample = 24, SmallestBlock = 16, LargestBlock = 65_535 }, ParameterSets.Empty);

    /// <summary>44.1 kHz, stereo.</summary>
    public static Track Mp3 { get; } = new(1, MpegAudioFormat.Of(3, 44_100, 2)!, ParameterSets.Empty);

    /// <summary>24 kHz, mono.</summary>
    public static Track LowMp3 { get; } = new(1, MpegAudioFormat.Of(3, 24_000, 1)!, ParameterSets.Empty);

    /// <summary>Layer II at 48 kHz, stereo.</summary>
    public static Track Mp2 { get; } = new(1, MpegAudioFormat.Of(2, 48_000, 2)!, ParameterSets.Empty);

    /// <summary>48 kHz, 5.1, 448 kbit/s.</summary>
    public static Track Ac3 { get; } = new(1, Ac3Format.Of(new Ac3Header(0, 30, 8, 0, 7, true)), ParameterSets.Empty);

    /// <summary>48 kHz, 7.1 in two substreams, with objects.</summary>
    public static Track Eac3 { get; } = new(1, Eac3Format.Of(48_000, [new Eac3Program(0, 16, 0, 7, true, 1, 0b10)], 16, 768), ParameterSets.Empty);

    private static Track H264Of(ParameterSets sets)
    {
        Assert.True(H264Sps.TryParse(Sps.Span, out H264Sps? sps));
        return new Track(0, H264Format.Of(sps), sets);
    }

    private static Track H265Of(string vps, string sps, string pps)
    {
        ParameterSets sets = ParameterSets.Empty
            .With(ParameterSetKind.Vps, 0, Convert.FromHexString(vps))
            .With(ParameterSetKind.Sps, 0, Convert.FromHexString(sps))
            .With(ParameterSetKind.Pps, 0, Convert.FromHexString(pps));
        Assert.True(H265Vps.TryParse(Convert.FromHexString(vps), out H265Vps? video));
        Assert.True(H265Sps.TryParse(Convert.FromHexString(sps), out H265Sps? sequence));
        return new Track(0, H265Format.Of(sequence, video), sets);
    }

    private static Track Av1Of(string sequenceHeader)
    {
        Assert.True(Av1Obu.TryRead(Convert.FromHexString(sequenceHeader), out Av1Obu obu, out _));
        return new Track(0, Assert.IsType<Av1Format>(Av1Format.Of(obu)), ParameterSets.Empty);
    }

    private static Track AacOf(string config)
    {
        Assert.True(AacFormat.TryParse(Convert.FromHexString(config), out AacFormat? format));
        return new Track(1, format, ParameterSets.Empty);
    }
}
