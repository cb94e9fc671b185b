using Headrace.Media.Codecs.MpegAudio;
using Headrace.TestKit;

namespace Headrace.Media.Tests.Codecs.MpegAudio;

public sealed class MpegAudioHeaderTests
{
    /// <summary>Headers as encoders write them, what they say, and bytes and samples of the frame.</summary>
    public static TheoryData<string, string, MpegAudioHeader, int, int> Headers => new()
    {
        { "MP3, 128 kbit/s, joint stereo", "FFFB9064", new(MpegAudioVersion.Mpeg1, 3, false, 128, 44100, false, 2), 417, 1152 },
        { "MP3, padded", "FFFB9264", new(MpegAudioVersion.Mpeg1, 3, false, 128, 44100, true, 2), 418, 1152 },
        { "MP3 with a checksum", "FFFA9064", new(MpegAudioVersion.Mpeg1, 3, true, 128, 44100, false, 2), 417, 1152 },
        { "MP3, mono, the least", "FFFB14C4", new(MpegAudioVersion.Mpeg1, 3, false, 32, 48000, false, 1), 96, 1152 },
        { "MP3, the most", "FFFBE804", new(MpegAudioVersion.Mpeg1, 3, false, 320, 32000, false, 2), 1440, 1152 },
        { "MP3, MPEG-2, 24 kHz", "FFF384C4", new(MpegAudioVersion.Mpeg2, 3, false, 64, 24000, false, 1), 192, 576 },
        { "MP3, MPEG-2.5, 8 kHz", "FFE318C4", new(MpegAudioVersion.Mpeg25, 3, false, 8, 8000, false, 1), 72, 576 },
        { "MP3, MPEG-2.5, 11.025 kHz, padded", "FFE342C4", new(MpegAudioVersion.Mpeg25, 3, false, 32, 11025, true, 1), 209, 576 },
        { "layer II of DVB", "FFFDA404", new(MpegAudioVersion.Mpeg1, 2, false, 192, 48000, false, 2), 576, 1152 },
        { "layer II with a checksum", "FFFCA404", new(MpegAudioVersion.Mpeg1, 2, true, 192, 48000, false, 2), 576, 1152 },
        { "layer II, dual mono, the most", "FFFDE884", new(MpegAudioVersion.Mpeg1, 2, false, 384, 32000, false, 2), 1728, 1152 },
        { "layer II, MPEG-2", "FFF584C4", new(MpegAudioVersion.Mpeg2, 2, false, 64, 24000, false, 1), 384, 1152 },
        { "layer I", "FFFFC404", new(MpegAudioVersion.Mpeg1, 1, false, 384, 48000, false, 2), 384, 384 },
        { "layer I, padded by a slot", "FFFFC204", new(MpegAudioVersion.Mpeg1, 1, false, 384, 44100, true, 2), 420, 384 },
        { "layer I, MPEG-2, the most", "FFF7E804", new(MpegAudioVersion.Mpeg2, 1, false, 256, 16000, false, 2), 768, 384 },
        { "the longest of all", "FFE5EA04", new(MpegAudioVersion.Mpeg25, 2, false, 160, 8000, true, 2), MpegAudioHeader.MaxFrameLength, 1152 },
    };

    /// <summary>Kilobits a second of the indices 1 to 14, by version (1, 2) and layer, as the standard prints them.</summary>
    public static TheoryData<int, int, string> BitRates => new()
    {
        { 1, 1, "32 64 96 128 160 192 224 256 288 320 352 384 416 448" },
        { 1, 2, "32 48 56 64 80 96 112 128 160 192 224 256 320 384" },
        { 1, 3, "32 40 48 56 64 80 96 112 128 160 192 224 256 320" },
        { 2, 1, "32 48 56 64 80 96 112 128 144 160 176 192 224 256" },
        { 2, 2, "8 16 24 32 40 48 56 64 80 96 112 128 144 160" },
        { 2, 3, "8 16 24 32 40 48 56 64 80 96 112 128 144 160" },
    };

    [Theory]
    [MemberData(nameof(Headers))]
    public void HeadersAreReadAndWritten(string name, string hex, MpegAudioHeader expected, int bytes, int samples)
    {
        Assert.True(MpegAudioHeader.TryRead(Convert.FromHexString(hex), out MpegAudioHeader header, out _), name);
        Assert.Equal(expected, header);
        Assert.Equal((bytes, samples), (header.FrameLength, header.SamplesPerFrame));
        byte[] written = new byte[MpegAudioHeader.Length];
        header.Write(written);
        Assert.True(MpegAudioHeader.TryRead(written, out MpegAudioHeader again, out _));
        Assert.Equal(expected, again);
    }

    [Theory]
    [MemberData(nameof(BitRates))]
    public void EveryBitRateAndSampleRateIsThatOfTheStandard(int version, int layer, string bitRates)
    {
        int[] sampleRates = version == 1 ? [44100, 48000, 32000] : [22050, 24000, 16000];
        foreach ((int index, string bitRate) in bitRates.Split(' ').Index())
        {
            for (int rate = 0; rate < 3; rate++)
            {
                byte[] bytes = [0xFF, (byte)(0xE1 | (version == 1 ? 3 : 2) << 3 | (4 - layer) << 1), (byte)((index + 1) << 4 | rate << 2), 0];
                Assert.True(MpegAudioHeader.TryRead(bytes, out MpegAudioHeader header, out _));
                Assert.Equal((int.Parse(bitRate), sampleRates[rate]), (header.BitRate, header.SampleRate));
                double exact = header.BitRate * 125.0 * header.SamplesPerFrame / header.SampleRate;
                Assert.InRange(exact - header.FrameLength, 0, layer == 1 ? 4 : 1);
            }
        }
    }

    [Theory]
    [InlineData("too short", "FFFB90", MpegAudioFault.TooShort)]
    [InlineData("no sync", "FEFB9064", MpegAudioFault.NoSync)]
    [InlineData("reserved version", "FFEB9064", MpegAudioFault.Reserved)]
    [InlineData("reserved layer, as of ADTS", "FFF95080", MpegAudioFault.Reserved)]
    [InlineData("forbidden bit rate", "FFFBF064", MpegAudioFault.Reserved)]
    [InlineData("reserved sample rate", "FFFB9C64", MpegAudioFault.Reserved)]
    [InlineData("reserved emphasis", "FFFB9066", MpegAudioFault.Reserved)]
    [InlineData("free format", "FFFB0064", MpegAudioFault.FreeFormat)]
    public void WhatIsRefusedIsNamed(string name, string hex, MpegAudioFault expected)
    {
        Assert.False(MpegAudioHeader.TryRead(Convert.FromHexString(hex), out _, out MpegAudioFault fault), name);
        Assert.Equal(expected, fault);
    }

    [Fact]
    public void AnyBytesAreReadOrRefused() => Fuzz.Run(Headers.Select(row => Convert.FromHexString(row.Data.Item2)), bytes =>
    {
        if (MpegAudioHeader.TryRead(bytes, out MpegAudioHeader header, out _) && header.FrameLength is < MpegAudioHeader.Length or > MpegAudioHeader.MaxFrameLength) throw new InvalidOperationException("length");
    });
}
