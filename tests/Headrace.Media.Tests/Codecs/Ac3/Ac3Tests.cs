using Headrace.Media.Codecs.Ac3;
using Headrace.Media.Tests.Codecs.Framing;
using Headrace.Media.Tracks;

namespace Headrace.Media.Tests.Codecs.Ac3;

public sealed class Ac3Tests
{
    [Theory]
    [InlineData(48000, 6, "448k", "AC-3 48 kHz 6 channels")]
    [InlineData(48000, 2, "192k", "AC-3 48 kHz stereo")]
    [InlineData(44100, 2, "192k", "AC-3 44.1 kHz stereo")]
    [InlineData(32000, 1, "64k", "AC-3 32 kHz mono")]
    public async Task EveryFrameOfAnEncoderIsAUnit(int rate, int channels, string bitRate, string description)
    {
        byte[] stream = await Frames.EncodeAsync("ac3", "-c:a", "ac3", "-ar", $"{rate}", "-ac", $"{channels}", "-b:a", bitRate);
        List<byte[]> frames = Frames.Cut(Ac3Codec.Syntax, stream, 1000, out long skipped);
        Assert.Equal((0, stream.Length), (skipped, frames.Sum(frame => frame.Length)));
        List<Assembly.Unit> units = Frames.Units(Ac3Codec.Instance, frames);
        Assert.InRange(units.Count, rate / 1536, rate / 1536 + 2);
        Assert.All(units, unit => Assert.Equal((description, 1536, RandomAccess.Idr), (unit.Facts.Format.Description, unit.Facts.NominalDuration, unit.Facts.RandomAccess)));
        Assert.Single(units.Select(unit => unit.Facts.Format).Distinct(ReferenceEqualityComparer.Instance));
        Assert.Equal(("ac-3", "ac3"), (units[0].Facts.Format.Rfc6381, units[0].Facts.Format.Codec.Name));
    }

    [Fact]
    public async Task ItsPlaceIsFoundFromAnyByteOn()
    {
        byte[] stream = await Frames.EncodeAsync("ac3", "-c:a", "ac3", "-ar", "48000", "-ac", "2", "-b:a", "128k");
        Random random = new(1);
        for (int i = 0; i < 100; i++)
        {
            int start = random.Next(512 * 5);
            List<byte[]> frames = Frames.Cut(Ac3Codec.Syntax, stream.AsSpan(start), 700, out long skipped);
            Assert.Equal((start + 511) / 512 * 512 - start, skipped);
            Assert.Equal(stream.Length, start + skipped + frames.Sum(frame => frame.Length));
        }
    }

    [Theory]
    [InlineData("0B770DCE1E40EB", "103DE0")]
    [InlineData("0B77C672484028", "500880")]
    [InlineData("0B77E774944043", "901140")]
    public void ConfigIsThatOfOtherMuxersAndReadsBack(string header, string config)
    {
        Assert.True(Ac3Header.TryRead(Convert.FromHexString(header), out Ac3Header read));
        Ac3Format format = Ac3Format.Of(read);
        byte[] written = new byte[Ac3Config.Length];
        Ac3Config.Write(written, format);
        Assert.Equal(config, Convert.ToHexString(written));
        Assert.True(Ac3Config.TryRead(written, out Ac3Format? again));
        Assert.Equal(format, again);
        Assert.Equal(format.BitRateCode, again.BitRateCode);
    }

    [Fact]
    public void BitRateMakesNoOtherFormatChannelsDo()
    {
        List<Assembly.Unit> units = Frames.Units(Ac3Codec.Instance, [Frame("0B770000084040"), Frame("0B770000144040"), Frame("0B7700001440E1")]);
        Assert.Same(units[0].Facts.Format, units[1].Facts.Format);
        Assert.NotEqual(units[0].Facts.Format, units[2].Facts.Format);
    }

    public static TheoryData<int, bool, int, int> Modes
    {
        get
        {
            TheoryData<int, bool, int, int> modes = new() { { 2, false, 1, 8 }, { 7, true, 2, 8 }, { 2, false, 0, 9 }, { 2, false, 0, 6 } };
            for (int mode = 0; mode < 8; mode++)
            {
                modes.Add(mode, false, 0, 8);
                modes.Add(mode, true, 0, 8);
            }

            return modes;
        }
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task SilenceIsSilentInEveryMode(int codingMode, bool hasLfe, int rateCode, int bitStreamId)
    {
        Ac3Format format = Ac3Format.Of(new Ac3Header(rateCode, 8, bitStreamId, 0, codingMode, hasLfe));
        Assert.True(Ac3Header.TryRead(format.Silence!.Payload.Span, out Ac3Header header));
        Assert.True(format.Is(header));
        Assert.Equal(format.Silence.Payload.Length, header.FrameLength);
        await Frames.AssertIsSilentAsync("ac3", format.Silence, format.Channels);
    }

    private static byte[] Frame(string header)
    {
        byte[] bytes = Convert.FromHexString(header);
        Assert.True(Ac3Header.TryRead(bytes, out Ac3Header read));
        return [.. bytes, .. new byte[read.FrameLength - bytes.Length]];
    }
}
