using System.Net;
using Headrace.Streaming.Access;

namespace Headrace.Streaming.Tests.Access;

public sealed class SourceRulesTests
{
    [Theory]
    [InlineData("192.168.1.5", false, true)]
    [InlineData("10.0.0.1", false, true)]
    [InlineData("203.0.113.9", false, true)]
    [InlineData("2001:db8::1", false, true)]
    [InlineData("169.254.169.254", false, false)]
    [InlineData("169.254.169.254", true, false)]
    [InlineData("::ffff:169.254.169.254", true, false)]
    [InlineData("fe80::1", true, false)]
    [InlineData("127.0.0.1", false, false)]
    [InlineData("127.8.8.8", false, false)]
    [InlineData("0.0.0.0", false, false)]
    [InlineData("::1", false, false)]
    [InlineData("::ffff:127.0.0.1", false, false)]
    [InlineData("127.0.0.1", true, true)]
    [InlineData("::1", true, true)]
    public void PrivateNetworksAreAllowedAndLinkLocalIsNotAndLoopbackIsForThisMachine(string address, bool isFromLoopback, bool isAllowed) =>
        Assert.Equal(isAllowed, SourceRules.Default.Allows(IPAddress.Parse(address), isFromLoopback));

    [Theory]
    [InlineData("10.1.0.1", true)]
    [InlineData("10.1.2.3", false)]
    [InlineData("203.0.113.9", false)]
    [InlineData("127.0.0.1", false)]
    public void ListsOfTheOperatorHold(string address, bool isAllowed)
    {
        SourceRules rules = new() { Allow = [Of("10.0.0.0/8")], Deny = [Of("10.1.2.3")] };
        Assert.Equal(isAllowed, rules.Allows(IPAddress.Parse(address), isFromLoopback: true));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("10.0.0.0/33")]
    [InlineData("everything")]
    public void WhatIsNoNetworkIsNone(string text) => Assert.False(NetworkSet.TryParse(text, out _));

    private static NetworkSet Of(string text) => NetworkSet.TryParse(text, out NetworkSet? set) ? set : throw new ArgumentException(text);
}
