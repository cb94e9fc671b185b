using System.Runtime.Versioning;
using Headrace.Server.Auth;
using Headrace.TestKit;

namespace Headrace.Server.Tests.Auth;

public sealed class AccessTokenTests
{
    [Fact]
    [SupportedOSPlatform("linux")]
    public void FirstStartMakesATokenThatOnlyTheOwnerReadsAndLaterStartsFindIt()
    {
        using TemporaryFolder folder = new();
        AccessToken first = AccessToken.ReadOrCreate(folder.Path);
        Assert.True(first.IsNew);
        Assert.Matches("^[A-Za-z0-9_-]{43}$", first.Value);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(folder.Path, AccessToken.FileName)));
        AccessToken second = AccessToken.ReadOrCreate(folder.Path);
        Assert.False(second.IsNew);
        Assert.Equal(first.Value, second.Value);
        Assert.True(second.Matches(first.Value));
    }

    [Fact]
    public void TwoServersHaveDifferentTokens() => Assert.NotEqual(AccessToken.Create().Value, AccessToken.Create().Value);

    [Theory]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("with a space in the middle of it")]
    public void FileThatHoldsNoTokenIsRefused(string content)
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(Path.Combine(folder.Path, AccessToken.FileName), content);
        InvalidDataException e = Assert.Throws<InvalidDataException>(() => AccessToken.ReadOrCreate(folder.Path));
        Assert.Contains("remove it to get a new one", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TokenOfTheOperatorsOwnChoiceIsKept()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(Path.Combine(folder.Path, AccessToken.FileName), "correct-horse-battery-staple\n");
        Assert.True(AccessToken.ReadOrCreate(folder.Path).Matches("correct-horse-battery-staple"));
    }
}
