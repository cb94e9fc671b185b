using Headrace.Streaming.Access;

namespace Headrace.Streaming.Tests.Access;

public sealed class StreamPatternTests
{
    [Theory]
    [InlineData("", "anything/at/all", true)]
    [InlineData("cam1", "cam1", true)]
    [InlineData("cam1", "cam10", false)]
    [InlineData("~^site/", "site/hall", true)]
    [InlineData("~^site/", "mysite/hall", false)]
    [InlineData("~cam", "mycam1", true)]
    public void PatternMeansAllOneOrWhatItsExpressionMatches(string text, string stream, bool isMatch)
    {
        Assert.True(StreamPattern.TryParse(text, out StreamPattern? pattern));
        Assert.Equal((isMatch, text), (pattern.IsMatch(stream), pattern.ToString()));
    }

    [Fact]
    public void PatternLongerThanAnyIsNone()
    {
        Assert.True(StreamPattern.TryParse(new string('a', StreamPattern.MaxLength), out _));
        Assert.False(StreamPattern.TryParse(new string('a', StreamPattern.MaxLength + 1), out _));
    }

    [Fact]
    public void PatternsAreEqualWhenTheirTextsAre()
    {
        Assert.True(StreamPattern.TryParse("~^a", out StreamPattern? one));
        Assert.True(StreamPattern.TryParse("~^a", out StreamPattern? same));
        Assert.True(StreamPattern.TryParse("", out StreamPattern? all));
        Assert.Equal(one, same);
        Assert.Equal(one.GetHashCode(), same.GetHashCode());
        Assert.NotEqual(one, all);
        Assert.Equal(StreamPattern.All, all);
    }
}
