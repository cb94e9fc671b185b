using Headrace.Media.Bits;
using Headrace.TestKit;

namespace Headrace.Media.Tests.Bits;

public sealed class NalSplitTests
{
    public static TheoryData<string, string, string> ByteStreams => new()
    {
        { "three-byte start codes", "0000016701000001680200000165", "6701,6802,65" },
        { "four-byte start codes", "000000016701000000016802", "6701,6802" },
        { "trailing zeros belong to nothing", "00000001670100000000000000016802000000", "6701,6802" },
        { "bytes before the first start code are passed over", "AABB0000016701", "6701" },
        { "empty units are passed over", "0000010000010000016701000001", "6701" },
        { "emulation prevention is kept", "00000167000003010000016800000300", "6700000301,68000003" },
        { "no start code", "6701020304", "" },
        { "half a start code at the end", "00000167010000", "6701" },
        { "nothing", "", "" },
    };

    public static TheoryData<string, int, string, string, bool> Prefixed => new()
    {
        { "four bytes", 4, "00000002670100000001AA", "6701,AA", false },
        { "three bytes", 3, "00000267010000 01AA".Replace(" ", ""), "6701,AA", false },
        { "two bytes", 2, "000267010001AA", "6701,AA", false },
        { "one byte", 1, "02670101AA", "6701,AA", false },
        { "empty units are passed over", 4, "000000000000000167", "67", false },
        { "a length past the end", 4, "00000001AA00000005BB", "AA", true },
        { "a negative length", 4, "FFFFFFFFAA", "", true },
        { "half a length", 4, "00000001AA0000", "AA", true },
        { "nothing", 4, "", "", false },
    };

    [Theory]
    [MemberData(nameof(ByteStreams))]
    public void ByteStreamsSplitAtStartCodes(string name, string hex, string expected)
    {
        List<string> units = [];
        foreach (ReadOnlySpan<byte> nal in new AnnexB(Convert.FromHexString(hex))) units.Add(Convert.ToHexString(nal));
        Assert.True(expected == string.Join(',', units), name);
    }

    [Theory]
    [MemberData(nameof(Prefixed))]
    public void PayloadsSplitAtLengths(string name, int lengthSize, string hex, string expected, bool isBroken)
    {
        List<string> units = [];
        NalUnits.Enumerator walk = new NalUnits(Convert.FromHexString(hex), lengthSize).GetEnumerator();
        while (walk.MoveNext()) units.Add(Convert.ToHexString(walk.Current));
        Assert.True(expected == string.Join(',', units), name);
        Assert.Equal(isBroken, walk.IsBroken);
    }

    [Theory]
    [InlineData("00000167", true)]
    [InlineData("0000000167", true)]
    [InlineData("00000067", false)]
    [InlineData("000001", true)]
    [InlineData("0000", false)]
    [InlineData("67000001", false)]
    [InlineData("", false)]
    public void StartCodesAreRecognised(string hex, bool expected) => Assert.Equal(expected, AnnexB.StartsWithStartCode(Convert.FromHexString(hex)));

    [Theory]
    [InlineData("68CE3C8000000001", "68CE3C80")]
    [InlineData("68CE3C800000", "68CE3C80")]
    [InlineData("68CE3C80", "68CE3C80")]
    [InlineData("0000", "")]
    public void NalUnitsLoseWhatCannotBelongToThem(string hex, string expected) =>
        Assert.Equal(expected, Convert.ToHexString(AnnexB.TrimNal(Convert.FromHexString(hex))));

    [Fact]
    public void SplittingAllocatesNothing()
    {
        byte[] stream = Convert.FromHexString("0000016701000001680200000165");
        int count = 0;
        foreach (ReadOnlySpan<byte> nal in new AnnexB(stream)) count += nal.Length;
        Assert.Equal(0, Allocations.OfLeast(() =>
        {
            for (int i = 0; i < 100; i++)
            {
                foreach (ReadOnlySpan<byte> nal in new AnnexB(stream)) count += nal.Length;
            }
        }));
        Assert.Equal(401 * 5, count);
    }

    [Fact]
    public void AnyBytesSplitIntoUnitsWithoutStartCodes() => Fuzz.Run(
        ByteStreams.Select(row => Convert.FromHexString(row.Data.Item2)),
        bytes =>
        {
            foreach (ReadOnlySpan<byte> nal in new AnnexB(bytes))
            {
                if (nal.IsEmpty || nal[^1] == 0 || AnnexB.IndexOfStartCode(nal) >= 0) throw new InvalidOperationException("not a unit");
            }
        });

    [Fact]
    public void AnyBytesSplitAtLengthsWithinThem() => Fuzz.Run(
        Prefixed.Select(row => Convert.FromHexString(row.Data.Item3)),
        bytes =>
        {
            for (int size = 1; size <= 4; size++)
            {
                int total = 0;
                foreach (ReadOnlySpan<byte> nal in new NalUnits(bytes, size)) total += nal.Length + size;
                if (total > bytes.Length) throw new InvalidOperationException("more than there is");
            }
        });
}
