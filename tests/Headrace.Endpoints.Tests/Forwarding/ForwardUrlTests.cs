using System.Text;
using Headrace.Endpoints.Forwarding;
using Headrace.TestKit;

namespace Headrace.Endpoints.Tests.Forwarding;

public sealed class ForwardUrlTests
{
    private static readonly string[] Good =
    [
        "udp+mpegts://239.1.1.1:5000?ttl=4&pkt_size=1316&localaddr=127.0.0.1", "udp+mpegts://[::1]:5000", "udp+mpegts://host:1?interface=lo", "UDP+MPEGTS://host:9",
        "rtsp://ann:pass@host/live", "rtsps://[::1]:322/live?a=b", "rtsp://host/live?a=b&transport=udp", "rtsps://host/live?transport=tcp", "rtp://host:5004", "udp+rtp://239.1.1.1:5004?ttl=2", "rtp://host:5004?format=mpegts&pkt_size=1316",
    ];

    public static TheoryData<string> GoodUrls => [.. Good];

    [Theory]
    [MemberData(nameof(GoodUrls))]
    public void UrlsThatCanBeForwardedToAreTaken(string text) => Assert.True(ForwardSchemes.TryParse(text, out _), ForwardSchemes.WhyNot(text));

    [Theory]
    [InlineData("", "no URL")]
    [InlineData("host:5000", "no URL")]
    [InlineData("udp+mpegts://", "no URL")]
    [InlineData("udp+mpegts://host:0", "no URL")]
    [InlineData("udp+mpegts://host:70000", "no URL")]
    [InlineData("udp+mpegts://ho st:1", "no URL")]
    [InlineData("rtsp://host/live?transport=quic", "transport is tcp or udp")]
    [InlineData("rtsps://host/live?transport=udp", "over TLS media goes within the connection")]
    [InlineData("gopher://host:1", "gopher is no scheme")]
    [InlineData("udp+mpegts://host", "names no port")]
    [InlineData("udp+mpegts://host:1?pkt_size=1000", "multiple of 188")]
    [InlineData("udp+mpegts://host:1?ttl=300", "from 0 to 255")]
    [InlineData("rtp://host:1?format=flv", "format is not known here")]
    [InlineData("udp+mpegts://host:1?format=mpegts", "format is not known here")]
    [InlineData("udp+mpegts://host:1?fifo=1", "fifo is not known here; allowed: pkt_size")]
    public void OthersAreNotAndTheReasonIsSaid(string text, string reason)
    {
        Assert.False(ForwardSchemes.TryParse(text, out _));
        Assert.Contains(reason, ForwardSchemes.WhyNot(text), StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsShownHasNeitherCredentialsNorQuery()
    {
        Assert.True(ForwardUrl.TryParse("rtsp://ann:pass@[2001:db8::1]:8554/live/$NAME?token=x", out ForwardUrl? url));
        Assert.Equal("rtsp://[2001:db8::1]:8554/live/$NAME", url.ToString());
        ForwardUrl named = url.For("site/cam1");
        Assert.Equal(("2001:db8::1", 8554, "/live/site/cam1", "x"), (named.Host, named.Port, named.Path, named.Get("token")));
        Assert.Equal("rtsp://ann:pass@[2001:db8::1]:8554/live/site/cam1?token=x", named.Text);
        Assert.True(url.NamesStream);
        Assert.False(named.NamesStream);
    }

    [Fact]
    public void NoTextMakesReadingThrow() => Fuzz.Run([.. Good.Append("rtsp://ann:pass@host/a?b").Append("srt://h:1?streamid=x%2").Select(Encoding.UTF8.GetBytes)], static bytes =>
    {
        string text = Encoding.UTF8.GetString(bytes);
        if (ForwardUrl.TryParse(text, out ForwardUrl? url)) _ = url.For("name").ToString();
        _ = ForwardSchemes.WhyNot(text);
    });
}
