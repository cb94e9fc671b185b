using Headrace.Streaming.Access;

namespace Headrace.Streaming.Tests.Access;

public sealed class SecretTextTests
{
    [Theory]
    [InlineData("srt://cam:8890?passphrase=sekret&latency=200", "srt://cam:8890?passphrase=***&latency=200")]
    [InlineData("srt://cam:8890?passphrse=sekret", "srt://cam:8890?passphrse=***")]
    [InlineData("srt://cam:8890&passphrase=sekret", "srt://cam:8890&passphrase=***")]
    [InlineData("srt://cam:8890#sekret", "srt://cam:8890#***")]
    [InlineData("srt://cam:8890/passphrase=sekret", "srt://cam:8890/passphrase=***")]
    [InlineData("srt://cam:8890?sekret", "srt://cam:8890?***")]
    [InlineData("srt://cam:8890?latency=200?passphrase=sekret", "srt://cam:8890?latency=***")]
    [InlineData("srt://cam:8890?latency=200;passphrase=sekret", "srt://cam:8890?latency=***")]
    [InlineData("srt://cam:8890?latency=200,sekret", "srt://cam:8890?latency=***")]
    [InlineData("srt://cam:8890?streamid=read:cam1:ann:sekret", "srt://cam:8890?streamid=***")]
    [InlineData("srt://cam:8890?streamid=%23!::r=cam1,u=ann,s=sekret", "srt://cam:8890?streamid=***")]
    [InlineData("srt://cam:8890?streamid=#!::r=cam1,u=ann,s=sekret", "srt://cam:8890?streamid=***")]
    [InlineData("srt:/cam:8890?passphrase=sekret", "srt:/cam:8890?passphrase=***")]
    [InlineData("srt://cam:8890?passphrase=se@kret", "srt://***")]
    [InlineData("srt://ann:sek?ret@cam:8890", "srt://***")]
    [InlineData("rtmp://cam/live/cam1?user=ann&pass=sekret", "rtmp://cam/live/cam1?user=***&pass=***")]
    [InlineData("http://cam/a.m3u8?Token=sekret&", "http://cam/a.m3u8?Token=***&")]
    [InlineData("rtsp://ann:sek/ret@cam/live", "rtsp://***@cam/live")]
    [InlineData("rtsp:ann:sekret@cam/live", "rtsp:***@cam/live")]
    [InlineData("rtsp://cam/live", "rtsp://cam/live")]
    [InlineData("udp+mpegts://239.1.2.3:5000?interface=eth0&source=10.0.0.7&ttl=300", "udp+mpegts://239.1.2.3:5000?interface=eth0&source=10.0.0.7&ttl=300")]
    [InlineData("operator@example.org", "operator@example.org")]
    [InlineData("a&b", "a&b")]
    [InlineData("", "")]
    public void UrlIsShownWithoutWhatMayBeSecret(string url, string shown)
    {
        Assert.Equal(shown, SecretText.HideInUrl(url));
        if (url.Contains("://", StringComparison.Ordinal)) Assert.DoesNotContain("sekret", SecretText.HideInText($"cannot read '{url}'"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET http://cam:80/path@2x.png?token=sekret HTTP/1.1", "GET http://cam:80/path@2x.png?token=*** HTTP/1.1")]
    [InlineData("a srt://x:1?y=sekret and http://ann:sekret@h", "a srt://x:1?y=*** and http://***@h")]
    [InlineData("1 + 1 = 2, a=b", "1 + 1 = 2, a=b")]
    public void TextIsShownWithoutTheSecretsOfItsUrls(string text, string shown) => Assert.Equal(shown, SecretText.HideInText(text));
}
