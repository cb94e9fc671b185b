using Headrace.Containers.MpegTs.ElementaryStreams;
using Headrace.TestKit;

namespace Headrace.Containers.Tests.MpegTs.ElementaryStreams;

public sealed class AesPacketTests
{
    [Theory]
    [InlineData("0005" + "0000" + "0000000000", 5, 2, 16, 1)]
    [InlineData("000E" + "0020" + "0000000000000000000000000000", 14, 2, 24, 2)]
    [InlineData("000C" + "4010" + "000000000000000000000000", 12, 4, 20, 1)]
    [InlineData("001C" + "C020" + "00000000000000000000000000000000000000000000000000000000", 28, 8, 24, 1)]
    public void HeaderIsReadAndWritten(string hex, int bytes, int channels, int bits, int samples)
    {
        Assert.True(AesPacket.TryRead(Convert.FromHexString(hex), out AesPacket packet));
        Assert.Equal((new AesPacket(bytes, channels, bits), samples), (packet, packet.Samples));
        byte[] written = new byte[AesPacket.HeaderLength];
        packet.WriteHeader(written);
        Assert.Equal(hex[..8], Convert.ToHexString(written));
    }

    [Theory]
    [InlineData("0000")]
    [InlineData("00050000")]
    [InlineData("000000300000")]
    public void BrokenHeadersAreRefused(string hex) => Assert.False(AesPacket.TryRead(Convert.FromHexString(hex), out _));

    /// <summary>Turned round by hand: the least significant bit first, four bits of status behind each sample, F where a block begins.</summary>
    [Theory]
    [InlineData(16, "00018000", 0, "8000100010")]
    [InlineData(16, "123480FF", 1, "2C480FF010")]
    [InlineData(24, "000001800000", 192, "80000010000010")]
    [InlineData(24, "123456FFFFFF", 5, "6A2C480FFFFFF0")]
    public void SamplesAreTurnedRound(int bits, string samples, long time, string pair)
    {
        AesPacket packet = new(0, 2, bits);
        byte[] written = new byte[packet.PairBytes];
        packet.WritePair(Convert.FromHexString(samples), time, written);
        Assert.Equal(pair, Convert.ToHexString(written));
        byte[] read = new byte[samples.Length / 2];
        packet.ReadPair(written, read);
        Assert.Equal(samples, Convert.ToHexString(read));
    }

    [Fact]
    public void TwentyBitsBecomeTwentyFour()
    {
        byte[] read = new byte[6];
        new AesPacket(0, 2, 20).ReadPair(Convert.FromHexString("800000" + "000010"), read);
        Assert.Equal("000010" + "800000", Convert.ToHexString(read));
    }

    [Fact]
    public void AnyBytesAreReadOrRefused() => Fuzz.Run(
        [Convert.FromHexString("00050000" + "2C480FF010"), Convert.FromHexString("000E0020" + "6A2C480FFFFFF06A2C480FFFFFF0"), Convert.FromHexString("000C4010" + "800000000010800000000010")],
        bytes =>
        {
            if (!AesPacket.TryRead(bytes, out AesPacket packet)) return;
            byte[] samples = new byte[packet.Bits == 16 ? 4 : 6];
            for (int i = 0; i < packet.Samples * packet.Channels / 2; i++) packet.ReadPair(bytes.AsSpan(AesPacket.HeaderLength + i * packet.PairBytes, packet.PairBytes), samples);
        });
}
