using System.Text;
using Headrace.Streaming.Paths;
using Headrace.TestKit;

namespace Headrace.Streaming.Tests.Paths;

public sealed class StreamNameTests
{
    public static TheoryData<string> Good { get; } =
        ["cam1", "site/hall/cam1", "a", "A-b_c.d~e/0", "live", "x/api", "x/health", "publish/cam", "stats/cam", "..x", "x.tsx", new string('a', 255)];

    public static TheoryData<string, string> Bad { get; } = new()
    {
        { "", "empty" },
        { new string('a', 256), "at most 255" },
        { "/cam", "slash" },
        { "cam/", "slash" },
        { "a//b", "slash" },
        { "a b", "consists of" },
        { "caméra", "consists of" },
        { "a%2Fb", "consists of" },
        { "a\\b", "consists of" },
        { "a\nb", "consists of" },
        { "~^cam", "consists of" },
        { "a/./b", "'.'" },
        { "..", "'..'" },
        { "../etc", "'..'" },
        { "api", "first segment" },
        { "API/x", "first segment" },
        { "problems/x", "first segment" },
        { "assets", "first segment" },
        { "x/hls/y", "'hls'" },
        { "HLS", "'hls'" },
        { "x/whip", "last segment" },
        { "x/publish", "last segment" },
        { "x/stats", "last segment" },
        { "x/wsc-rtp", "last segment" },
        { "cam.flv", "last segment" },
        { "x/cam.M3U8", "last segment" },
    };

    [Theory]
    [MemberData(nameof(Good))]
    public void NameIsKeptAsWritten(string text)
    {
        Assert.True(StreamName.TryParse(text, out StreamName? name, out string? fault), fault);
        Assert.Equal(text, name.Value);
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void WhatIsNoNameIsRefusedWithItsReason(string text, string reason)
    {
        Assert.False(StreamName.TryParse(text, out _, out string? fault));
        Assert.Contains(reason, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void NamesAreEqualByValue()
    {
        Assert.True(StreamName.TryParse("cam1", out StreamName? a, out _));
        Assert.True(StreamName.TryParse("cam1", out StreamName? b, out _));
        Assert.Equal(a, b);
    }

    [Fact]
    public void AcceptedNamesHoldTheRulesWhateverTheInput()
    {
        IEnumerable<string> texts = Good.Select(row => row.Data).Concat(Bad.Select(row => row.Data.Item1));
        Fuzz.Run(texts.Select(Encoding.UTF8.GetBytes), bytes =>
        {
            if (!StreamName.TryParse(Encoding.UTF8.GetString(bytes), out StreamName? name, out _)) return;
            Assert.Matches("^[A-Za-z0-9_.~-]+(/[A-Za-z0-9_.~-]+)*$", name.Value);
            Assert.InRange(name.Value.Length, 1, StreamName.MaxLength);
            Assert.DoesNotContain("hls", name.Value.Split('/'));
        });
    }
}
