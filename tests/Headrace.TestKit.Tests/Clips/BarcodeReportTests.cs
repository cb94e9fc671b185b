using Headrace.TestKit.Clips;

namespace Headrace.TestKit.Tests.Clips;

public sealed class BarcodeReportTests
{
    [Theory]
    [InlineData(new uint[] { 7, 8, 9 }, 0, 0, 0, true)]
    [InlineData(new uint[] { 7, 9, 12 }, 3, 0, 0, false)]
    [InlineData(new uint[] { 7, 7, 8 }, 0, 1, 0, false)]
    [InlineData(new uint[] { 7, 8, 6, 7 }, 0, 0, 1, false)]
    [InlineData(new uint[] { }, 0, 0, 0, true)]
    public void CountsWhatIsMissingRepeatedAndBackwards(uint[] numbers, long missing, int repeated, int backwards, bool isContinuous)
    {
        BarcodeReport report = new(numbers);
        Assert.Equal(missing, report.Missing);
        Assert.Equal(repeated, report.Repeated);
        Assert.Equal(backwards, report.Backwards);
        Assert.Equal(isContinuous, report.IsContinuous);
    }

    [Fact]
    public void DecodesTheMostSignificantBitFirstAndLeavesOutAnIncompleteFrame()
    {
        byte[] grey = new byte[Barcode.BytesPerFrame * 2 + 5];
        grey[0] = 235;
        grey[Barcode.BytesPerFrame - 1] = 200;
        grey[Barcode.BytesPerFrame * 2 - 2] = 128;
        Assert.Equal([0x8000_0001u, 2u], Barcode.Decode(grey));
    }
}
