using Headrace.Endpoints.RawRtp.Sources;

namespace Headrace.Endpoints.Tests.RawRtp.Sources;

public sealed class UdpLocationTests
{
    [Theory]
    [InlineData("udp+mpegts://239.1.2.3:5000", "udp+mpegts://239.1.2.3:5000", true)]
    [InlineData("UDP+MPEGTS://239.1.2.3:5000/?interface=eth0&source=10.0.0.7", "udp+mpegts://239.1.2.3:5000?interface=eth0&source=10.0.0.7", true)]
    [InlineData("udp+rtp://239.1.2.3:5000?localaddr=10.0.0.1", "udp+rtp://239.1.2.3:5000?localaddr=10.0.0.1", true)]
    [InlineData("udp+rtp://:6000", "udp+rtp://:6000", false)]
    [InlineData("udp+rtp://0.0.0.0:6000?source=10.0.0.7", "udp+rtp://0.0.0.0:6000?source=10.0.0.7", false)]
    [InlineData("udp+mpegts://[::1]:6000", "udp+mpegts://[::1]:6000", false)]
    [InlineData("udp+mpegts://[ff15::7]:6000?interface=eth0", "udp+mpegts://[ff15::7]:6000?interface=eth0", true)]
    public void UrlsAreRead(string text, string shown, bool isMulticast)
    {
        Assert.True(UdpLocation.TryParse(text, out UdpLocation? location));
        Assert.Equal(shown, location.ToString());
        Assert.Equal(isMulticast, location.IsMulticast);
        Assert.True(UdpLocation.TryParse(location.ToString(), out UdpLocation? again));
        Assert.Equal(location, again);
    }

    [Theory]
    [InlineData("udp://239.1.2.3:5000")]
    [InlineData("udp+mpegts://239.1.2.3")]
    [InlineData("udp+mpegts://239.1.2.3:0")]
    [InlineData("udp+mpegts://239.1.2.3:65536")]
    [InlineData("udp+mpegts://camera:5000")]
    [InlineData("udp+mpegts://1:5000")]
    [InlineData("udp+mpegts://[239.1.2.3]:5000")]
    [InlineData("udp+rtp://239.1.2.3:5000?ttl=4")]
    [InlineData("udp+rtp://239.1.2.3:5000?source=camera")]
    [InlineData("udp+rtp://239.1.2.3:5000?source=fe80::1")]
    [InlineData("udp+rtp://239.1.2.3:5000?interface=")]
    [InlineData("udp+rtp://[ff15::7]:5000?source=fd00::1")]
    [InlineData("udp+rtp://")]
    public void WhatIsNoUrlIsRefused(string text) => Assert.False(UdpLocation.TryParse(text, out _));
}
