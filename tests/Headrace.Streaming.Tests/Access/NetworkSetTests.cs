using System.Net;
using Headrace.Streaming.Access;

namespace Headrace.Streaming.Tests.Access;

public sealed class NetworkSetTests
{
    [Theory]
    [InlineData("all", "203.0.113.9 2001:db8::1 127.0.0.1", "")]
    [InlineData("loopback", "127.0.0.1 127.255.0.1 ::1 0.0.0.0 ::ffff:127.0.0.1", "128.0.0.1 ::2")]
    [InlineData("link-local", "169.254.1.1 fe80::1", "169.253.1.1 fec0::1")]
    [InlineData("private", "10.0.0.1 172.31.255.255 192.168.1.1 100.64.0.1 fd00::1", "172.32.0.1 100.128.0.1 11.0.0.1 fe80::1")]
    [InlineData("multicast", "224.0.0.1 239.255.255.255 ff02::1", "223.255.255.255 fe80::1")]
    [InlineData("10.0.0.5", "10.0.0.5 ::ffff:10.0.0.5", "10.0.0.6 ::a00:5")]
    [InlineData("::ffff:10.0.0.5", "10.0.0.5 ::ffff:10.0.0.5", "10.0.0.6")]
    [InlineData("10.0.0.0/8", "10.255.0.1 ::ffff:10.0.0.5", "11.0.0.1")]
    [InlineData("fd00::/8", "fd12::1", "fe00::1 10.0.0.1")]
    [InlineData("2001:db8::7", "2001:db8::7", "2001:db8::8")]
    public void SetHoldsItsAddressesAndNoOthers(string text, string within, string outside)
    {
        Assert.True(NetworkSet.TryParse(text, out NetworkSet? set));
        Assert.All(within.Split(' ', StringSplitOptions.RemoveEmptyEntries), address => Assert.True(set.Contains(IPAddress.Parse(address)), address));
        Assert.All(outside.Split(' ', StringSplitOptions.RemoveEmptyEntries), address => Assert.False(set.Contains(IPAddress.Parse(address)), address));
        Assert.Equal(text, set.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("10")]
    [InlineData("Private")]
    [InlineData("10.0.0.0/33")]
    [InlineData("example.com")]
    public void WhatIsNoNetworkIsRefused(string text) => Assert.False(NetworkSet.TryParse(text, out _));

    [Fact]
    public void SetsAreEqualWhenTheyAreWrittenAlike()
    {
        Assert.True(NetworkSet.TryParse("10.0.0.0/8", out NetworkSet? one));
        Assert.True(NetworkSet.TryParse("10.0.0.0/8", out NetworkSet? same));
        Assert.True(NetworkSet.TryParse("10.0.0.0/9", out NetworkSet? other));
        Assert.Equal(one, same);
        Assert.Equal(one.GetHashCode(), same.GetHashCode());
        Assert.NotEqual(one, other);
    }
}
