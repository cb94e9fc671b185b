using Headrace.Media.Codecs;

namespace Headrace.Media.Tests.Codecs;

public sealed class SampleAspectRatioTests
{
    [Theory]
    [InlineData(0, null)]
    [InlineData(1, "1:1")]
    [InlineData(2, "12:11")]
    [InlineData(13, "160:99")]
    [InlineData(16, "2:1")]
    [InlineData(17, null)]
    [InlineData(SampleAspectRatio.ExtendedSar, null)]
    public void ShapesOfSamplesHaveNumbers(byte idc, string? shape) => Assert.Equal(shape, SampleAspectRatio.OfIdc(idc) is { } ratio ? $"{ratio.Width}:{ratio.Height}" : null);

    [Theory]
    [InlineData(4, 3, true)]
    [InlineData(0, 3, false)]
    [InlineData(4, 0, false)]
    [InlineData(65_536, 1, false)]
    [InlineData(1, 65_536, false)]
    public void ShapesThatAreWrittenOutHaveBounds(uint width, uint height, bool isShape) => Assert.Equal(isShape, SampleAspectRatio.Of(width, height) is not null);
}
