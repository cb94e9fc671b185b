using Headrace.Media.Codecs;

namespace Headrace.Media.Tests.Codecs;

public sealed class ColourDescriptionTests
{
    [Theory]
    [InlineData(16, true, false)]
    [InlineData(18, false, true)]
    [InlineData(ColourDescription.Unspecified, false, false)]
    public void TransferSaysWhetherPicturesAreOfHighDynamicRange(byte transfer, bool isPq, bool isHlg)
    {
        ColourDescription colour = new(9, transfer, 9, false);
        Assert.Equal((isPq, isHlg), (colour.IsPq, colour.IsHlg));
    }
}
