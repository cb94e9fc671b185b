using Headrace.Protocols.Rtp.Packets;

namespace Headrace.Protocols.Rtp.Tests.Packets;

public sealed class SequenceNumberTests
{
    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(1, 0, -1)]
    [InlineData(65_535, 0, 1)]
    [InlineData(0, 65_535, -1)]
    [InlineData(65_530, 10, 16)]
    [InlineData(0, 32_767, 32_767)]
    [InlineData(0, 32_768, -32_768)]
    public void DistanceTakesTheShorterWayAroundTheWrap(int from, int to, int distance)
    {
        SequenceNumber a = new((ushort)from);
        SequenceNumber b = new((ushort)to);
        Assert.Equal(distance, a.DistanceTo(b));
        Assert.Equal(distance > 0, a.IsBefore(b));
        Assert.Equal(b, a.Plus(distance));
    }

    [Fact]
    public void NextOfTheLastIsZero() => Assert.Equal(new SequenceNumber(0), new SequenceNumber(65_535).Next);
}
