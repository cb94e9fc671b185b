using System.Globalization;
using Headrace.Server.Configuration.Options;
using Headrace.Server.Configuration.Schema;
using Headrace.Server.Configuration.Values;

namespace Headrace.Server.Tests.Configuration;

public sealed class ValueTests
{
    [Theory]
    [InlineData("200ms", "200ms")]
    [InlineData("10s", "10s")]
    [InlineData("1.5s", "1500ms")]
    [InlineData("90s", "90s")]
    [InlineData("60m", "1h")]
    [InlineData("24h", "1d")]
    [InlineData("7d", "7d")]
    [InlineData("0", "0s")]
    [InlineData("0s", "0s")]
    [InlineData("10 s", "10s")]
    [InlineData("0.25ms", "0.25ms")]
    public void DurationIsReadAndWrittenBack(string text, string written)
    {
        Assert.True(Durations.TryParse(text, out TimeSpan duration));
        Assert.Equal(written, Durations.Format(duration));
        Assert.True(Durations.TryParse(written, out TimeSpan again));
        Assert.Equal(duration, again);
    }

    [Theory]
    [InlineData("")]
    [InlineData("10")]
    [InlineData("s")]
    [InlineData("-1s")]
    [InlineData(".5s")]
    [InlineData("5.s")]
    [InlineData("1.2.3s")]
    [InlineData("1S")]
    [InlineData("1s ")]
    [InlineData("1e3s")]
    [InlineData("4000d")]
    [InlineData("99999999999999999999d")]
    [InlineData("999999999999999999999999999999999s")]
    public void WhatIsNoDurationIsRefused(string text) => Assert.False(Durations.TryParse(text, out _));

    [Theory]
    [InlineData("50MB", 50_000_000, "50MB")]
    [InlineData("8GB", 8_000_000_000, "8GB")]
    [InlineData("512MiB", 536_870_912, "512MiB")]
    [InlineData("1.5kB", 1_500, "1500B")]
    [InlineData("2KB", 2_000, "2kB")]
    [InlineData("0", 0, "0")]
    [InlineData("1024", 1_024, "1KiB")]
    public void SizeIsReadAndWrittenBack(string text, long bytes, string written)
    {
        Assert.True(ByteSize.TryParse(text, out ByteSize size));
        Assert.Equal(bytes, size.Bytes);
        Assert.Equal(written, size.ToString());
        Assert.True(ByteSize.TryParse(written, out ByteSize again));
        Assert.Equal(size, again);
    }

    [Theory]
    [InlineData("")]
    [InlineData("MB")]
    [InlineData("-1MB")]
    [InlineData("1mb")]
    [InlineData("10000000TB")]
    public void WhatIsNoSizeIsRefused(string text) => Assert.False(ByteSize.TryParse(text, out _));

    [Theory]
    [InlineData("200/s", 200)]
    [InlineData("0", 0)]
    [InlineData("0/s", 0)]
    public void RateIsRead(string text, int count)
    {
        Assert.True(RatePerSecond.TryParse(text, out RatePerSecond rate));
        Assert.Equal(count, rate.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("200")]
    [InlineData("/s")]
    [InlineData("-1/s")]
    [InlineData("1.5/s")]
    [InlineData("200/m")]
    public void WhatIsNoRateIsRefused(string text) => Assert.False(RatePerSecond.TryParse(text, out _));

    [Theory]
    [InlineData(":8080", ":8080", "[::]:8080")]
    [InlineData("*:8080", ":8080", "[::]:8080")]
    [InlineData("127.0.0.1:8554", "127.0.0.1:8554", "127.0.0.1:8554")]
    [InlineData("0.0.0.0:1", "0.0.0.0:1", "0.0.0.0:1")]
    [InlineData("localhost:80", "127.0.0.1:80", "127.0.0.1:80")]
    [InlineData("[::1]:8080", "[::1]:8080", "[::1]:8080")]
    [InlineData(":0", ":0", "[::]:0")]
    public void ListenAddressIsRead(string text, string written, string endPoint)
    {
        Assert.True(ListenAddress.TryParse(text, out ListenAddress address));
        Assert.Equal(written, address.ToString());
        Assert.Equal(endPoint, address.ToEndPoint().ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("8080")]
    [InlineData(":")]
    [InlineData(":65536")]
    [InlineData(":-1")]
    [InlineData("::1:8080")]
    [InlineData("[127.0.0.1]:80")]
    [InlineData("[::1:80")]
    [InlineData("[]:80")]
    [InlineData("1:80")]
    [InlineData("1.2.3:80")]
    [InlineData("example.org:80")]
    [InlineData("http://:80")]
    public void WhatIsNoListenAddressIsRefused(string text) => Assert.False(ListenAddress.TryParse(text, out _));

    [Theory]
    [InlineData("8GB", 64, 8.0)]
    [InlineData("8GB", 4, 2.0)]
    [InlineData("0", 4, 2.0)]
    public void GlobalMemoryIsNeverAboveHalfOfTheMachine(string configured, long machineGigabytes, double gigabytes)
    {
        Assert.True(ByteSize.TryParse(configured, out ByteSize size));
        long limit = new MemoryOptions { Global = size }.GlobalWithin(machineGigabytes * 1_000_000_000);
        Assert.Equal(gigabytes, limit / 1e9, 3);
    }

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("listen", "LISTEN", 0)]
    [InlineData("listen", "lsiten", 1)]
    [InlineData("listen", "listn", 1)]
    [InlineData("listen", "lissten", 1)]
    [InlineData("listen", "kisten", 1)]
    [InlineData("rtsp", "hls", 3)]
    public void EditDistanceCountsWhatWasTypedWrong(string a, string b, int distance)
    {
        Assert.Equal(distance, EditDistance.Between(a, b));
        Assert.Equal(distance, EditDistance.Between(b, a));
    }

    [Fact]
    public void EveryDefaultIsAllowed()
    {
        foreach (KeyListing key in ConfigurationSchema.Listing.Where(key => key.Key.Default.Length > 0))
        {
            string yaml = string.Concat(key.Path.Split('.').Select((part, depth) => $"{(depth > 0 ? "\n" : "")}{new string(' ', depth)}{part}:"));
            string value = key.Key.Default == "*" ? "'*'" : key.Key.Default.Contains(',', StringComparison.Ordinal) ? $"[{key.Key.Default}]" : string.Create(CultureInfo.InvariantCulture, $"{key.Key.Default}");
            Assert.Empty(Configurations.ErrorsOf($"{yaml} {value}\n"));
        }
    }
}
