using System.Buffers;
using Headrace.Media.Codecs.H264;
using Headrace.Media.Tracks;
using Headrace.TestKit;

namespace Headrace.Media.Tests.Codecs.H264;

public sealed class H264ConfigTests
{
    private const string BearRecord =
        "0164001FFFE100186764001FACD9405005BB011000003E90000EA600F183196001000668EBE3CB22C0FDF8F800";

    public static TheoryData<string, string, int, int, string?> Records => new()
    {
        { "with high profile fields", BearRecord, 4, 2, "avc1.64001f" },
        { "shaka-packager, without the fields of the high profiles", BearRecord[..^8], 4, 2, "avc1.64001f" },
        { "two-byte lengths", "0164001FFD" + BearRecord[10..], 2, 2, "avc1.64001f" },
        { "reserved bits 0", "0164001F0301" + BearRecord[12..], 4, 2, "avc1.64001f" },
        { "sets in-band only", "0164001FFFE000FDF8F800", 4, 0, null },
        { "a set that cannot be parsed", "0164001FFFE100026764" + "01000668EBE3CB22C0", 4, 1, null },
        { "rubbish behind", BearRecord + "FFFFFF", 4, 2, "avc1.64001f" },
    };

    [Theory]
    [MemberData(nameof(Records))]
    public void RecordsAreRead(string name, string hex, int lengthSize, int sets, string? codec)
    {
        Assert.True(H264Config.TryRead(Convert.FromHexString(hex), out H264Config? config), name);
        Assert.Equal((lengthSize, sets, codec), (config.LengthSize, config.ParameterSets.Sets.Length, config.Format?.Rfc6381));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0164001FFFE1")]
    [InlineData("0064001FFFE000")]
    [InlineData("0164001FFFE1FFFF67")]
    [InlineData("0164001FFFE001000668EB")]
    public void BrokenRecordsAreRefused(string hex) => Assert.False(H264Config.TryRead(Convert.FromHexString(hex), out _));

    [Fact]
    public void WrittenRecordsAreThoseOfOtherMuxers()
    {
        Assert.True(H264Config.TryRead(Convert.FromHexString(BearRecord), out H264Config? config));
        Assert.Equal(BearRecord, Write(config.ParameterSets));
    }

    [Fact]
    public void BaselineHasNoFieldsOfTheHighProfiles()
    {
        H264Samples.Sps baseline = H264Samples.All.Single(s => s.Name == "x264 baseline");
        string written = Write(ParameterSets.Empty.With(ParameterSetKind.Sps, 0, baseline.Nal).With(ParameterSetKind.Pps, 0, [0x68, 0xCB, 0x83, 0xCB, 0x20]));
        Assert.Equal($"0142C00CFFE10019{baseline.Hex}01000568CB83CB20", written);
    }

    [Fact]
    public void WithoutASequenceParameterSetNothingIsWritten()
    {
        ArrayBufferWriter<byte> writer = new();
        Assert.False(H264Config.TryWrite(writer, ParameterSets.Empty));
        Assert.False(H264Config.TryWrite(writer, ParameterSets.Empty.With(ParameterSetKind.Pps, 0, [0x68, 0xCB, 0x83, 0xCB, 0x20])));
        Assert.Equal(0, writer.WrittenCount);
    }

    [Fact]
    public void AnyBytesAreReadOrRefused() => Fuzz.Run(
        Records.Select(row => Convert.FromHexString(row.Data.Item2)),
        bytes =>
        {
            if (!H264Config.TryRead(bytes, out H264Config? config) || config.Format is null) return;
            string written = Write(config.ParameterSets);
            if (!H264Config.TryRead(Convert.FromHexString(written), out H264Config? again) || !again.Format!.Equals(config.Format)) throw new InvalidOperationException("round trip");
        });

    private static string Write(ParameterSets sets)
    {
        ArrayBufferWriter<byte> writer = new();
        Assert.True(H264Config.TryWrite(writer, sets));
        return Convert.ToHexString(writer.WrittenSpan);
    }
}
