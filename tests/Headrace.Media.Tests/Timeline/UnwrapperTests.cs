using Headrace.Media.Timeline;

namespace Headrace.Media.Tests.Timeline;

public sealed class UnwrapperTests
{
    [Theory]
    [InlineData(32, 5, 4_294_967_290, 4_294_967_301)]
    [InlineData(32, 4_294_967_290, 5, -6)]
    [InlineData(32, 5, 3 * 4_294_967_296, (3 * 4_294_967_296) + 5)]
    [InlineData(33, 0, 8_589_934_591, 8_589_934_592)]
    [InlineData(33, 8_589_934_591, 8_589_934_592, 8_589_934_591)]
    [InlineData(32, -1, 0, -1)]
    [InlineData(64, 123, 999_999_999_999, 123)]
    [InlineData(64, long.MaxValue, 0, 1L << 60)]
    [InlineData(64, long.MinValue, 0, -(1L << 60))]
    public void TimestampFindsThePlaceNearestToWhereItIsExpected(int bits, long raw, long expected, long place) =>
        Assert.Equal(place, new Unwrapper(bits).Nearest(raw, expected));

    [Theory]
    [InlineData(4_294_967_295, 0)]
    [InlineData(4_294_967_296, 1)]
    [InlineData(-1, -1)]
    [InlineData(-4_294_967_296, -1)]
    [InlineData(-4_294_967_297, -2)]
    public void WrapsAreCountedOnBothSidesOfZero(long place, long wraps) => Assert.Equal(wraps, new Unwrapper(32).Wraps(place));

    [Fact]
    public void AnyTimestampComesBackFromItsPlace()
    {
        var random = new Random(1);
        foreach (int bits in new[] { 32, 33 })
        {
            var unwrapper = new Unwrapper(bits);
            for (int i = 0; i < 10_000; i++)
            {
                long raw = random.NextInt64(1L << bits);
                long expected = random.NextInt64(-(1L << 50), 1L << 50);
                long place = unwrapper.Nearest(raw, expected);
                Assert.Equal(raw, unwrapper.Raw(place));
                Assert.InRange(Math.Abs(place - expected), 0, 1L << (bits - 1));
            }
        }
    }
}
