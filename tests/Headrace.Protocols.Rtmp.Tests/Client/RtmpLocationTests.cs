using Headrace.Protocols.Rtmp.Client;

namespace Headrace.Protocols.Rtmp.Tests.Client;

public sealed class RtmpLocationTests
{
    [Theory]
    [InlineData("rtmp://host/live/cam", "host", 1935, "live", "cam", "rtmp://host:1935/live/cam")]
    [InlineData("rtmps://host/live/cam", "host", 443, "live", "cam", "rtmps://host:443/live/cam")]
    [InlineData("RTMP://host:19350/cam", "host", 19350, "cam", "", "rtmp://host:19350/cam")]
    [InlineData("rtmp://[::1]:1936/a/b/c/d?k=1/2", "::1", 1936, "a/b", "c/d?k=1/2", "rtmp://[::1]:1936/a/b/c/d")]
    [InlineData("rtmp://host/cam?token=x/y", "host", 1935, "cam?token=x/y", "", "rtmp://host:1935/cam")]
    [InlineData("rtmp://me:s%26t@host/live/cam", "host", 1935, "live", "cam?user=me&pass=s%26t", "rtmp://host:1935/live/cam")]
    [InlineData("rtmp://me@host/live/cam?x=1", "host", 1935, "live", "cam?x=1&user=me&pass=", "rtmp://host:1935/live/cam")]
    public void UrlsAreTakenApart(string text, string host, int port, string application, string key, string shown)
    {
        Assert.True(RtmpLocation.TryParse(text, out RtmpLocation? location));
        Assert.Equal((host, port, application, key, shown), (location.Host, location.Port, location.Application, location.Key, location.ToString()));
        Assert.Equal(text.StartsWith("rtmps", StringComparison.Ordinal), location.IsTls);
    }

    [Theory]
    [InlineData("rtmp://host")]
    [InlineData("rtmp://host/")]
    [InlineData("rtmp://host/?x=1")]
    [InlineData("rtmp:///live/cam")]
    [InlineData("rtmp://host:0/live/cam")]
    [InlineData("rtmp://ho st/live/cam")]
    [InlineData("rtsp://host/live/cam")]
    [InlineData("live/cam")]
    public void WhatNamesNoStreamIsRefused(string text) => Assert.False(RtmpLocation.TryParse(text, out _));
}
