using System.Text;
using Headrace.Manifests.Hls.Reading;
using Headrace.TestKit;

namespace Headrace.Manifests.Tests.Hls.Reading;

public sealed class PlaylistVariablesTests
{
    private static readonly Uri Location = new("http://a/index.m3u8?token=x%2Fy&z=1");

    [Fact]
    public void ReferencesAreReplacedByWhatIsDefinedBeforeThem()
    {
        const string Text = "#EXTM3U\n#EXT-X-DEFINE:NAME=\"base\",VALUE=\"http://b/c\"\r\n#EXT-X-DEFINE:QUERYPARAM=\"token\"\n#EXT-X-DEFINE:IMPORT=\"key\"\n#EXT-X-KEY:METHOD=AES-128,URI=\"{$base}/{$key}\"\n{$base}/s.ts?t={$token}{x}{$\n";

        Assert.True(PlaylistVariables.TryReplace(Encoding.UTF8.GetBytes(Text), Location, new Dictionary<string, string> { ["key"] = "k1" }, [], out byte[]? replaced, out _));
        Assert.Equal("#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI=\"http://b/c/k1\"\nhttp://b/c/s.ts?t=x/y{x}{$\n\n".Replace("M3U\n", "M3U\n\n\n\n", StringComparison.Ordinal), Encoding.UTF8.GetString(replaced));
    }

    [Theory]
    [InlineData("#EXT-X-DEFINE:NAME=\"a\",VALUE=\"1\"\n{$b}", "it names a variable that is not defined: b")]
    [InlineData("{$a}\n#EXT-X-DEFINE:NAME=\"a\",VALUE=\"1\"", "it names a variable that is not defined: a")]
    [InlineData("#EXT-X-DEFINE:IMPORT=\"a\"", "it defines a variable without a value: a")]
    [InlineData("#EXT-X-DEFINE:QUERYPARAM=\"q\"", "it defines a variable without a value: q")]
    [InlineData("#EXT-X-DEFINE:VALUE=\"q\"", "it defines a variable without a value: none")]
    public void WhatIsNotDefinedIsAFault(string text, string clause)
    {
        Assert.False(PlaylistVariables.TryReplace(Encoding.UTF8.GetBytes(text), Location, null, [], out _, out string? fault));
        Assert.Equal(clause, fault);
    }

    [Fact]
    public void VariablesDoNotMakeATextOutOfBounds()
    {
        string text = $"#EXT-X-DEFINE:NAME=\"a\",VALUE=\"{new string('x', PlaylistVariables.MaxLength)}\"\n" + string.Concat(Enumerable.Repeat("{$a}", 100_000));
        Assert.False(PlaylistVariables.TryReplace(Encoding.UTF8.GetBytes(text), Location, null, [], out _, out string? fault));
        Assert.StartsWith("its variables make it longer", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void AnyTextIsReplacedWithoutAThrow() =>
        Fuzz.Run(["#EXTM3U\n#EXT-X-DEFINE:NAME=\"a\",VALUE=\"1\"\n#EXT-X-DEFINE:QUERYPARAM=\"token\"\n{$a}/{$token}\n"u8.ToArray()], static text => PlaylistVariables.TryReplace(text, Location, null, [], out _, out _));
}
