using System.Buffers;
using Headrace.Media.Codecs.H265;
using Headrace.Media.Tracks;
using Headrace.TestKit;

namespace Headrace.Media.Tests.Codecs.H265;

public sealed class H265ConfigTests
{
    private const string Arrays =
        "A00001001840010C01FFFF01600000030090000003000003003F999809" +
        "A10001002842010101600000030090000003000003003FA00502016965999A4932BC040400000FA40001D4C020" +
        "A2000100074401C172B46240";

    private static string Record => "010160000000900000000000" + "3FF000FCFDF8F800000F03" + Arrays;

    public static TheoryData<string, string, int, int> Records => new()
    {
        { "as written", Record, 4, 3 },
        { "older GPAC: no temporal layers, arrays not complete", Record[..42] + "03" + Record[44..].Replace("A00001", "200001").Replace("A10001", "210001").Replace("A20001", "220001"), 4, 3 },
        { "version 0", "00" + Record[2..], 4, 3 },
        { "two-byte lengths", Record[..42] + "0D" + Record[44..], 2, 3 },
        { "a SEI array", Record[..44] + "04" + Arrays + "2700010004" + "4E010500", 4, 3 },
        { "sets in-band only", Record[..44] + "00", 4, 0 },
        { "a set that cannot be parsed", Record[..44] + "01A1000100024201", 4, 0 },
        { "rubbish behind", Record + "FF", 4, 3 },
    };

    [Theory]
    [MemberData(nameof(Records))]
    public void RecordsAreRead(string name, string hex, int lengthSize, int sets)
    {
        Assert.True(H265Config.TryRead(Convert.FromHexString(hex), out H265Config? config), name);
        Assert.Equal((lengthSize, sets), (config.LengthSize, config.ParameterSets.Sets.Length));
        Assert.Equal(sets == 0 ? null : "hvc1.1.6.L63.90", config.Format?.Rfc6381);
    }

    [Theory]
    [InlineData("")]
    [InlineData("02")]
    [InlineData("0101600000009000000000003FF000FCFDF8F800000F01")]
    [InlineData("0101600000009000000000003FF000FCFDF8F800000F01A1000100FF42")]
    public void BrokenRecordsAreRefused(string hex) => Assert.False(H265Config.TryRead(Convert.FromHexString(hex), out _));

    [Fact]
    public void WrittenRecordsReadBackAsWritten()
    {
        Assert.True(H265Config.TryRead(Convert.FromHexString(Record), out H265Config? config));
        Assert.Equal(Record, Write(config.ParameterSets));
    }

    [Fact]
    public void TemporalLayersAreStated()
    {
        H265Samples.Sps layered = H265Samples.All.Single(s => s.Layers == 2);
        string written = Write(ParameterSets.Empty.With(ParameterSetKind.Sps, 0, layered.Nal));
        Assert.Equal("13", written[42..44]);
        Assert.Equal("01", written[44..46]);
    }

    [Fact]
    public void WithoutASequenceParameterSetNothingIsWritten()
    {
        ArrayBufferWriter<byte> writer = new();
        Assert.False(H265Config.TryWrite(writer, ParameterSets.Empty.With(ParameterSetKind.Vps, 0, Convert.FromHexString(H265Samples.Vps))));
        Assert.Equal(0, writer.WrittenCount);
    }

    [Fact]
    public void AnyBytesAreReadOrRefused() => Fuzz.Run(
        Records.Select(row => Convert.FromHexString(row.Data.Item2)),
        bytes =>
        {
            if (!H265Config.TryRead(bytes, out H265Config? config) || config.Format is null) return;
            if (!H265Config.TryRead(Convert.FromHexString(Write(config.ParameterSets)), out H265Config? again) || !again.Format!.Equals(config.Format)) throw new InvalidOperationException("round trip");
        });

    private static string Write(ParameterSets sets)
    {
        ArrayBufferWriter<byte> writer = new();
        Assert.True(H265Config.TryWrite(writer, sets));
        return Convert.ToHexString(writer.WrittenSpan);
    }
}
