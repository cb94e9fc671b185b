using Headrace.Protocols.Rtmp.Server;

namespace Headrace.Protocols.Rtmp.Tests.Server;

public sealed class RtmpStreamAddressTests
{
    [Theory]
    [InlineData("live", "cam", "live/cam")]
    [InlineData("cam", "", "cam")]
    [InlineData("", "cam", "cam")]
    [InlineData("site/hall", "cam", "site/hall/cam")]
    [InlineData("/live/", "/cam/", "live/cam")]
    [InlineData("live/_definst_", "cam", "live/cam")]
    [InlineData("live?x=1", "cam?y=2", "live/cam")]
    [InlineData("a%2Fb", "c%20d", "a/b/c d")]
    [InlineData("", "", "")]
    public void ApplicationAndKeyAreJoined(string application, string key, string name) => Assert.Equal(name, RtmpStreamAddress.Read(application, null, key).Name);

    [Theory]
    [InlineData("live", "rtmp://h/live", "cam?user=me&pass=s%26t", "me", "s&t", null)]
    [InlineData("live?user=me&password=st", "rtmp://h/live", "cam", "me", "st", null)]
    [InlineData("live", "rtmp://h/live?token=abc", "cam", null, null, "abc")]
    [InlineData("live?token=far", "rtmp://h/live?token=farther", "cam?token=near", null, null, "near")]
    [InlineData("live", null, "cam?&=x&user&token=", null, null, "")]
    public void CredentialsStandInAnyOfThem(string application, string? url, string key, string? user, string? password, string? token)
    {
        RtmpStreamAddress address = RtmpStreamAddress.Read(application, url, key);
        Assert.Equal((user, password, token), (address.User, address.Password, address.Token));
        Assert.Equal("live/cam", address.Name);
    }
}
