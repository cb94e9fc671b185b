using System.Net;
using Headrace.Server.Auth;
using Headrace.Streaming.Access;
using Microsoft.AspNetCore.Http;

namespace Headrace.Server.Tests.Auth;

public sealed class ForwardedPeerTests
{
    [Theory]
    [InlineData("10.0.0.1", "203.0.113.9", "203.0.113.9")]
    [InlineData("10.0.0.1", "1.2.3.4, 203.0.113.9", "203.0.113.9")]
    [InlineData("10.0.0.1", "203.0.113.9, 10.0.0.2", "203.0.113.9")]
    [InlineData("10.0.0.1", "10.0.0.3, 10.0.0.2", "10.0.0.3")]
    [InlineData("10.0.0.1", "203.0.113.9:4711", "203.0.113.9")]
    [InlineData("10.0.0.1", "[2001:db8::1]:80", "2001:db8::1")]
    [InlineData("10.0.0.1", "::ffff:203.0.113.9", "203.0.113.9")]
    [InlineData("10.0.0.1", "unknown", "10.0.0.1")]
    [InlineData("10.0.0.1", "203.0.113.9, nonsense", "10.0.0.1")]
    [InlineData("10.0.0.1", "", "10.0.0.1")]
    [InlineData("203.0.113.1", "127.0.0.1", "203.0.113.1")]
    public void OnlyTrustedProxiesAreBelieved(string peer, string header, string expected)
    {
        HeaderDictionary headers = new() { ["X-Forwarded-For"] = header };
        NetworkSet trusted = NetworkSet.TryParse("10.0.0.0/8", out NetworkSet? set) ? set : throw new InvalidOperationException();
        Assert.Equal(expected, ForwardedPeer.Of(IPAddress.Parse(peer), headers, [trusted]).ToString());
        Assert.Equal(peer, ForwardedPeer.Of(IPAddress.Parse(peer), headers, []).ToString());
    }
}
