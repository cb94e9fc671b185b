using Headrace.Media.Codecs;
using Headrace.Media.Codecs.MpegAudio;
using Headrace.Media.Tests.Codecs.Framing;
using Headrace.Media.Tracks;

namespace Headrace.Media.Tests.Codecs.MpegAudio;

public sealed class MpegAudioTests
{
    [Theory]
    [InlineData("mp3", "libmp3lame", 44100, 2, "mp3", "mp4a.40.34", 1152)]
    [InlineData("mp3", "libmp3lame", 48000, 1, "mp3", "mp4a.40.34", 1152)]
    [InlineData("mp3", "libmp3lame", 22050, 2, "mp3", "mp4a.40.34", 576)]
    [InlineData("mp3", "libmp3lame", 8000, 1, "mp3", "mp4a.40.34", 576)]
    [InlineData("mp2", "mp2", 48000, 2, "mp2", "mp4a.40.33", 1152)]
    [InlineData("mp2", "mp2", 24000, 1, "mp2", "mp4a.40.33", 1152)]
    public async Task EveryFrameOfAnEncoderIsAUnit(string muxer, string encoder, int rate, int channels, string codec, string rfc6381, int samples)
    {
        byte[] stream = await Frames.EncodeAsync(muxer, "-c:a", encoder, "-ar", $"{rate}", "-ac", $"{channels}", "-id3v2_version", "0", "-write_xing", "0");
        List<byte[]> frames = Frames.Cut(MpegAudioCodec.Syntax, stream, 1000, out long skipped);
        Assert.Equal((0, stream.Length), (skipped, frames.Sum(frame => frame.Length)));
        List<Assembly.Unit> units = Frames.Units(MpegAudioCodec.Layer3, frames);
        Assert.InRange(units.Count, rate / samples, rate / samples + 4);
        Assert.All(units, unit => Assert.Equal((samples, RandomAccess.Idr), (unit.Facts.NominalDuration, unit.Facts.RandomAccess)));
        MpegAudioFormat format = Assert.IsType<MpegAudioFormat>(units[0].Facts.Format);
        Assert.All(units, unit => Assert.Same(format, unit.Facts.Format));
        Assert.Equal((codec, rfc6381, rate, channels), (format.Codec.Name, format.Rfc6381, format.SampleRate, format.Channels));
        Assert.Equal(format, MpegAudioFormat.Of(format.Layer, rate, channels));
    }

    [Fact]
    public void FramesBetweenTagsAreFound()
    {
        List<byte[]> frames = Frames.Cut(MpegAudioCodec.Syntax, Frames.Real("id3_test.mp3"), 4096, out long skipped);
        // A tag of 256 bytes in front, one of 128 behind; the first of the frames describes the file, which is why other tools count 170.
        Assert.Equal((171, 256 + 128), (frames.Count, skipped));
        Assert.Equal("MP3 44.1 kHz stereo", Frames.Units(MpegAudioCodec.Layer3, frames)[0].Facts.Format.Description);
    }

    [Fact]
    public void AnotherLayerRateOrNumberOfChannelsIsAnotherFormat()
    {
        List<Assembly.Unit> units = Frames.Units(MpegAudioCodec.Layer3, [Frame("FFFB9064"), Frame("FFFBA064"), Frame("FFFD9064"), Frame("FFFB9464"), Frame("FFFB94C4")]);
        Assert.Equal(units[0].Facts.Format, units[1].Facts.Format);
        Assert.Equal(
            ["MP3 44.1 kHz stereo", "MP3 44.1 kHz stereo", "MPEG layer II 44.1 kHz stereo", "MP3 48 kHz stereo", "MP3 48 kHz mono"], units.Select(unit => unit.Facts.Format.Description));
        Assert.Equal(4, units.Select(unit => unit.Facts.Format).Distinct().Count());
    }

    [Fact]
    public void WhatIsCutOffOrOfFreeFormatIsDroppedAndCountedAndWhatFollowsAFrameLeftOff()
    {
        UnitAssemblerOptions options = Assembly.Options();
        using UnitAssembler assembler = MpegAudioCodec.Layer3.CreateAssembler(null, ParameterSets.Empty, options);
        List<Assembly.Unit> units = [];
        foreach (byte[] piece in (byte[][])[Frame("FFFB9064")[..416], [0xFF, 0xFB, 0x00, 0x64, 1, 2, 3], [.. Frame("FFFB9064"), 9, 9]])
        {
            Assembly.Feed(assembler, piece, units);
            Assembly.Complete(assembler, units);
        }

        Assert.Equal(2, assembler.Faults.Malformed);
        Assert.Equal(417, Assert.Single(units).Bytes.Length);
    }

    [Theory]
    [InlineData("mp3", 3, 44100, 2)]
    [InlineData("mp3", 3, 48000, 1)]
    [InlineData("mp3", 3, 32000, 2)]
    [InlineData("mp3", 3, 16000, 1)]
    [InlineData("mp3", 3, 24000, 2)]
    [InlineData("mp3", 3, 8000, 1)]
    [InlineData("mp3", 2, 48000, 2)]
    [InlineData("mp3", 2, 48000, 1)]
    [InlineData("mp3", 2, 24000, 1)]
    [InlineData("mp3", 1, 48000, 2)]
    public async Task SilenceIsSilentInEveryLayer(string demuxer, int layer, int rate, int channels) =>
        await Frames.AssertIsSilentAsync(demuxer, MpegAudioFormat.Of(layer, rate, channels)!.Silence, channels);

    [Fact]
    public void RatesThatThereAreNotGiveNoFormat()
    {
        Assert.Null(MpegAudioFormat.Of(3, 96_000, 2));
        Assert.Null(MpegAudioFormat.Of(3, 48_000, 6));
        Assert.Null(MpegAudioFormat.Of(4, 48_000, 2));
    }

    private static byte[] Frame(string header)
    {
        byte[] bytes = Convert.FromHexString(header);
        Assert.True(MpegAudioHeader.TryRead(bytes, out MpegAudioHeader read, out _));
        return [.. bytes, .. new byte[read.FrameLength - bytes.Length]];
    }
}
