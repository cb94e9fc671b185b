using Headrace.Protocols.Rtsp.Authentication;
using Headrace.Protocols.Rtsp.Client;

namespace Headrace.Protocols.Rtsp.Tests.Client;

public class RedirectionTests
{
    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(305)]
    [InlineData(307)]
    public void RedirectionIsFollowedWhateverItsNumber(int status)
    {
        TestClient client = new TestClient(new ScriptedCamera().Answer("DESCRIBE", $"RTSP/1.0 {status} Moved\nCSeq: {{cseq}}\nLocation: rtsp://other:8554/cam\n\n").Talk).Run();
        RtspLocation location = Assert.IsType<RtspClientEvent.Redirected>(client.Events[^1]).Location;
        Assert.Equal(("rtsp://other:8554/cam", "other", 8554), (location.Url.ToString(), location.Host, location.Port));
        Assert.Equal(RtspClientState.Ended, client.Session.State);
    }

    [Theory]
    [InlineData("rtsp://u:p@cam/a", "rtsp://cam:8554/b", "u:p")]
    [InlineData("rtsp://u:p@cam/a", "/b?x=1", "u:p")]
    [InlineData("rtsp://u:p@cam/a", "rtsps://CAM/b", "u:p")]
    [InlineData("rtsp://u:p@cam/a", "rtsp://other/b", "")]
    [InlineData("rtsps://u:p@cam/a", "rtsp://cam/b", "")]
    [InlineData("rtsp://u:p@cam/a", "rtsp://v:q@other/b", "v:q")]
    public void CredentialsGoNowhereElse(string from, string target, string credentials)
    {
        Assert.True(RtspLocation.TryParse(from, out RtspLocation? start));
        Assert.True(start.TryFollow(target, out RtspLocation? location));
        Assert.Equal(credentials, location.Credentials is { } known ? $"{known.User}:{known.Password}" : "");
    }

    [Theory]
    [InlineData("")]
    [InlineData("http://other/cam")]
    [InlineData("cam2")]
    [InlineData("rtsp://")]
    [InlineData("rtsp://other:99999/cam")]
    public void RedirectionToNowhereEndsIt(string target)
    {
        TestClient client = new TestClient(new ScriptedCamera().Answer("DESCRIBE", $"RTSP/1.0 302 Found\nCSeq: {{cseq}}\nLocation: {target}\n\n").Talk).Run();
        Assert.Equal(RtspClientEndReason.BadRedirect, client.End.Reason);
    }

    [Fact]
    public void RequestOfTheServersMayRedirectToo()
    {
        TestClient client = new TestClient(new ScriptedCamera().Talk).Run();
        client.Receive(Elements.Bytes("REDIRECT rtsp://camera/live/cam RTSP/1.0\nCSeq: 732\nLocation: rtsp://bigger/live/cam\n\n"));
        Assert.Equal("bigger", Assert.IsType<RtspClientEvent.Redirected>(client.Events[^1]).Location.Host);
    }

    [Fact]
    public void TeardownOfTheServersEndsIt()
    {
        TestClient client = new TestClient(new ScriptedCamera().Talk).Run();
        client.Receive(Elements.Bytes("TEARDOWN rtsp://camera/live/cam RTSP/1.0\nCSeq: 1\n\n"));
        Assert.Equal(RtspClientEndReason.TornDown, client.End.Reason);
    }

    public static readonly TheoryData<string, string, int, bool, string> Locations = new()
    {
        { "rtsp://cam/live", "cam", 554, false, "" },
        { "RTSPS://cam", "cam", 322, true, "" },
        { "rtsp://10.0.0.2:8554/live?channel=1", "10.0.0.2", 8554, false, "" },
        { "rtsp://[fe80::1]:8554/live", "fe80::1", 8554, false, "" },
        { "rtsp://[::1]/live", "::1", 554, false, "" },
        { "rtsp://admin:a%40b%2Fc@cam/live", "cam", 554, false, "admin:a@b/c" },
        { "rtsp://admin:p@ss:w@cam:554/live", "cam", 554, false, "admin:p@ss:w" },
        { "rtsp://admin@cam", "cam", 554, false, "admin:" },
        { "rtsp://:@cam/", "cam", 554, false, ":" },
    };

    [Theory]
    [MemberData(nameof(Locations))]
    public void LocationsAreReadAsPeopleWriteThem(string text, string host, int port, bool isTls, string credentials)
    {
        Assert.True(RtspLocation.TryParse(text, out RtspLocation? location));
        Credentials? known = location.Credentials;
        Assert.Equal((host, port, isTls, credentials), (location.Host, location.Port, location.IsTls, known is null ? "" : $"{known.Value.User}:{known.Value.Password}"));
        Assert.DoesNotContain("@", location.ToString() + location.Url, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("cam")]
    [InlineData("http://cam/")]
    [InlineData("rtspu://cam/")]
    [InlineData("rtsp:/cam")]
    [InlineData("rtsp://cam:0/")]
    [InlineData("rtsp://cam:x/")]
    [InlineData("rtsp://ca m/")]
    [InlineData("rtsp://u:p@/live")]
    [InlineData("/live")]
    public void WhatIsNoLocationIsNone(string text) => Assert.False(RtspLocation.TryParse(text, out _));
}
