using Headrace.Media.Codecs;

namespace Headrace.Media.Tests.Codecs;

public sealed class FrameRateTests
{
    [Theory]
    [InlineData(25, 1, "25", 3600)]
    [InlineData(50, 2, "25", 3600)]
    [InlineData(60_000, 2002, "30000/1001", 3003)]
    [InlineData(480, 1, "480", 188)]
    [InlineData(1, 60, "1/60", 5_400_000)]
    public void FractionsAreInLowestTerms(ulong numerator, ulong denominator, string text, int duration)
    {
        FrameRate rate = Assert.NotNull(FrameRate.Of(numerator, denominator));
        Assert.Equal((text, duration), (rate.ToString(), rate.FrameDuration(90_000)));
        Assert.Equal((double)numerator / denominator, rate.Value);
    }

    [Theory]
    [InlineData("nothing a second", 0, 1)]
    [InlineData("no time", 25, 0)]
    [InlineData("the tick of a clock", 90_000, 1)]
    [InlineData("a picture an hour", 1, 3600)]
    [InlineData("above what is counted with", 3_000_000_000, 2_999_999_999)]
    public void WhatIsNoPlausibleRateIsNone(string name, ulong numerator, ulong denominator) => Assert.True(FrameRate.Of(numerator, denominator) is null, name);
}
