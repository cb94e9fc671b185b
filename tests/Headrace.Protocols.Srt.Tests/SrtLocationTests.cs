using System.Text;
using Headrace.TestKit;

namespace Headrace.Protocols.Srt.Tests;

public sealed class SrtLocationTests
{
    private static readonly string[] Bad =
    [
        "", "srt://", "srt://host", "srt://host:0", "srt://host:70000", "srt://:9000", "udp://host:9000", "srt://host:9000?mode=other", "srt://host:9000?latency=fast", "srt://host:9000?latency=200000",
        "srt://host:9000?pbkeylen=17", "srt://host:9000?passphrase=short", "srt://host:9000?unknown=1", "srt://ho st:9000", "srt://host:9000?streamid=" + new string('a', 513),
    ];

    [Fact]
    public void EveryKeyIsRead()
    {
        Assert.True(SrtLocation.TryParse("srt://[2001:db8::1]:9000?streamid=%23!::r%3Dcam,m%3Drequest&passphrase=open%20sesame&latency=250&pbkeylen=32&mode=rendezvous&transtype=live", out SrtLocation? location, out string? fault), fault);
        Assert.Equal("2001:db8::1", location.Host);
        Assert.Equal(9000, location.Port);
        Assert.Equal("#!::r=cam,m=request", location.StreamId);
        Assert.Equal("open sesame", location.Passphrase);
        Assert.Equal(TimeSpan.FromMilliseconds(250), location.Latency);
        Assert.Equal(32, location.KeyLength);
        Assert.Equal(SrtCallMode.Rendezvous, location.Mode);
        Assert.Equal("srt://[2001:db8::1]:9000", location.ToString());
    }

    [Fact]
    public void WhatIsLeftOutIsSo()
    {
        Assert.True(SrtLocation.TryParse("srt://server:8890", out SrtLocation? location, out _));
        Assert.Equal((SrtCallMode.Caller, "", "", 0, null), (location.Mode, location.StreamId, location.Passphrase, location.KeyLength, location.Latency));
        Assert.True(SrtLocation.TryParse("srt://:9000?mode=listener", out location, out _));
        Assert.Equal(("", 9000), (location.Host, location.Port));
    }

    [Fact]
    public void WhatIsNoLocationIsRefusedWithItsReason() => Assert.All(Bad, text =>
    {
        Assert.False(SrtLocation.TryParse(text, out SrtLocation? location, out string? fault));
        Assert.Null(location);
        Assert.NotEmpty(fault);
    });

    [Fact]
    public void FuzzedLocationsAreReadOrRefused() => Fuzz.Run(
        Bad.Append("srt://host:9000?streamid=read:cam&passphrase=0123456789&latency=20&pbkeylen=16&mode=caller").Select(Encoding.UTF8.GetBytes),
        bytes =>
        {
            bool isRead = SrtLocation.TryParse(Encoding.UTF8.GetString(bytes), out SrtLocation? location, out string? fault);
            Assert.Equal(isRead, fault is null);
            Assert.Equal(isRead, location is { Port: > 0 });
        });
}
