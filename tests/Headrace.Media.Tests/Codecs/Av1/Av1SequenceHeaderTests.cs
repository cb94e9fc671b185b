using System.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Av1;
using Headrace.TestKit;

namespace Headrace.Media.Tests.Codecs.Av1;

public sealed class Av1SequenceHeaderTests
{
    // The records are those that ffmpeg writes for the same streams.
    public static TheoryData<string, byte[], string, string, string> Headers => new()
    {
        { "libaom, 8 bits", Hex.Parse("0A0A 00000002AFF79B5F2008"), "AV1 64x48", "av01.0.00M.08", "81000C00" },
        { "SVT-AV1, 10 bits", Hex.Parse("0A0A 00000002AFFF9F7F2808"), "AV1 64x64", "av01.0.00M.10", "81004C00" },
        { "libaom, 4:4:4", Hex.Parse("0A0D 20000002AFF79B5F2404040640"), "AV1 64x48", "av01.1.00M.08.0.000.01.01.01.1", "81200000" },
        { "libaom, luma only", Hex.Parse("0A0A 00000002AFF79B5F2540"), "AV1 64x48", "av01.0.00M.08.1.110.02.02.02.1", "81001C00" },
        { "with times", Av1Samples.Timed, "AV1 1920x1080", "av01.0.13H.08.0.112.09.16.09.0", "810D8E13" },
        { "with a decoder model", Av1Samples.Modelled, "AV1 640x360", "av01.0.08M.08.0.112.09.16.09.0", "81080E00" },
        { "a still picture", Av1Samples.Still, "AV1 800x600", "av01.0.02M.08", "81020C00" },
    };

    [Theory]
    [MemberData(nameof(Headers))]
    public void HeaderGivesTheFormatAndItsRecord(string name, byte[] obu, string description, string codecs, string record)
    {
        Av1Format format = Read(obu);
        Assert.True(description == format.Description, name);
        Assert.Equal(codecs, format.Rfc6381);
        ArrayBufferWriter<byte> written = new();
        Av1Config.Write(written, format);
        Assert.Equal(record + Convert.ToHexString(obu), Convert.ToHexString(written.WrittenSpan));
        Assert.True(Av1Config.TryRead(written.WrittenSpan, out Av1Format? again));
        Assert.Equal(format, again);
    }

    [Fact]
    public void FrameRateIsStatedByEvenlySpacedFramesOnly()
    {
        Assert.Equal(new FrameRate(30_000, 1001), Read(Av1Samples.Timed).FrameRate);
        Assert.Null(Read(Av1Samples.Modelled).FrameRate);
        Assert.True(Read(Av1Samples.Timed).Header.HasFilmGrain);
    }

    [Fact]
    public void FormatsDifferWithToolsAndLevelsAndNotWithTheDecoderModel()
    {
        byte[] plain = Hex.Parse("0A0A 00000002AFF79B5F2008");
        Assert.Equal(Read(plain), Read(plain));
        Assert.NotEqual(Read(plain), Read(Hex.Parse("0A0A 00000002AFF79B5F2018")));
        Assert.NotEqual(Read(plain), Read(Hex.Parse("0A0A 0000000AAFF79B5F2008")));
        byte[] otherDelay = [.. Av1Samples.Timed];
        otherDelay[14] ^= 0x04;
        Assert.Equal(Read(Av1Samples.Timed).Header.OperatingPoints.InitialDelay, (byte)3);
        Assert.NotEqual(Read(otherDelay).Header.OperatingPoints.InitialDelay, (byte)3);
        Assert.Equal(Read(Av1Samples.Timed), Read(otherDelay));
    }

    // AV1, 5.9.2: a frame of the second temporal layer has a removal time of the first operating point, of 8 bits, and an id of 10.
    [Theory]
    [InlineData("of both points", "32", "0")]
    [InlineData("of a layer that none is asked for", "36", "4")]
    public void DecoderModelAndFrameIdsStandBeforeWhatAFrameRefreshes(string name, string header, string layer)
    {
        Bits.BitWriter bits = new Bits.BitWriter().Flag(false).Write(1, 2).Flag(true).Write(77, 16).Flag(false).Flag(false).Flag(false).Write(513, 10).Flag(false).Write(5, 7).Write(0, 3).Flag(true);
        if (layer == "0") bits.Write(200, 8);
        byte[] referred = [.. bits.Write(0x10, 8).ToBytes(), 0xFF];
        byte[] extension = header == "36" ? [(byte)(int.Parse(layer, System.Globalization.CultureInfo.InvariantCulture) << 5)] : [];
        byte[] obu = [.. Hex.Parse(header), .. extension, (byte)referred.Length, .. referred];
        Assert.True(Av1Obu.TryRead(obu, out Av1Obu view, out _));
        Assert.True(Av1FrameHeader.TryRead(view, Read(Av1Samples.Modelled).Header, out Av1FrameHeader frame), name);
        Assert.True(frame.IsReference);
        byte[] unreferred = [.. obu];
        int at = obu.Length - referred.Length + (layer == "0" ? 58 : 50) / 8;
        unreferred[at] = 0;
        unreferred[at + 1] = 0;
        Assert.True(Av1Obu.TryRead(unreferred, out view, out _));
        Assert.True(Av1FrameHeader.TryRead(view, Read(Av1Samples.Modelled).Header, out frame));
        Assert.False(frame.IsReference);
    }

    [Fact]
    public void HeadersCutOffAreRefused()
    {
        foreach (byte[] obu in new[] { Av1Samples.Timed, Av1Samples.Modelled, Av1Samples.Still })
        {
            for (int length = 0; length < obu.Length - 3; length++) Assert.False(Av1SequenceHeader.TryParse(obu.AsSpan(2, length), out _));
        }
    }

    [Fact]
    public void WhateverARecordIsNothingIsThrown()
    {
        List<byte[]> corpus = [];
        foreach (TheoryDataRow<string, byte[], string, string, string> row in Headers) corpus.Add([.. Convert.FromHexString(row.Data.Item5), .. row.Data.Item2]);
        Fuzz.Run(corpus, record => Av1Config.TryRead(record, out _));
    }

    private static Av1Format Read(byte[] obu)
    {
        Assert.True(Av1Obu.TryRead(obu, out Av1Obu view, out int length));
        Assert.Equal(obu.Length, length);
        return Assert.IsType<Av1Format>(Av1Format.Of(view));
    }
}
