using Headrace.Manifests.Hls;
using Headrace.Manifests.Hls.Client;

namespace Headrace.Manifests.Tests.Hls.Client;

public sealed class VariantChoiceTests
{
    private static readonly HashSet<string> NoneFailed = [];

    [Fact]
    public void TheHighestBandwidthWhoseCodecsAreCarriedIsTaken()
    {
        MultivariantPlaylist playlist = new()
        {
            Variants =
            [
                new Variant { Uri = "low", Bandwidth = 100, Codecs = "avc1.42e01e,mp4a.40.2" },
                new Variant { Uri = "high", Bandwidth = 200, Codecs = "avc1.42e01e,mp4a.40.2" },
                new Variant { Uri = "other", Bandwidth = 200 },
                new Variant { Uri = "strange", Bandwidth = 300, Codecs = "vvc1.1,mp4a.40.2" },
            ],
        };

        Assert.True(VariantChoice.TryChoose(playlist, static codec => !codec.StartsWith("vvc", StringComparison.Ordinal), NoneFailed, out VariantChoice? choice, out _));
        Assert.Equal("high", choice.Variant.Uri);
    }

    [Theory]
    [InlineData("", "high", 2)]
    [InlineData("high", "middle", 1)]
    [InlineData("high middle", "low", 0)]
    [InlineData("high middle low", "high", 0)]
    public void WhatHasFailedComesLast(string failed, string taken, int others)
    {
        MultivariantPlaylist playlist = new()
        {
            Variants = [new Variant { Uri = "low", Bandwidth = 100 }, new Variant { Uri = "high", Bandwidth = 300 }, new Variant { Uri = "middle", Bandwidth = 200 }],
        };

        Assert.True(VariantChoice.TryChoose(playlist, static _ => true, failed.Split(' ').ToHashSet(), out VariantChoice? choice, out _));
        Assert.Equal((taken, others), (choice.Variant.Uri, choice.Others));
    }

    [Fact]
    public void WhereNoneIsCarriedTheCodecsAreNamed()
    {
        MultivariantPlaylist playlist = new() { Variants = [new Variant { Uri = "a", Codecs = "vvc1.1,mp4a.40.2" }, new Variant { Uri = "b", Codecs = "dvh1.05" }] };

        Assert.False(VariantChoice.TryChoose(playlist, static codec => codec.StartsWith("mp4a", StringComparison.Ordinal), NoneFailed, out _, out string? fault));
        Assert.Equal("none of its 2 variants has only codecs that are carried; they name vvc1.1, dvh1.05", fault);
    }

    [Fact]
    public void SoundWithoutAPlaylistOfItsOwnIsInTheVariants()
    {
        MultivariantPlaylist playlist = new()
        {
            Variants = [new Variant { Uri = "v", AudioGroup = "a" }],
            Renditions = [new Rendition { Type = "AUDIO", GroupId = "a", Name = "1", IsDefault = true }, new Rendition { Type = "AUDIO", GroupId = "a", Name = "2", Uri = "a2" }],
        };

        Assert.True(VariantChoice.TryChoose(playlist, static _ => true, NoneFailed, out VariantChoice? choice, out _));
        Assert.Null(choice.Audio);
    }

    [Fact]
    public void SoundThatMayBeChosenAutomaticallyGoesBeforeTheFirst()
    {
        MultivariantPlaylist playlist = new()
        {
            Variants = [new Variant { Uri = "v", AudioGroup = "a" }],
            Renditions =
            [
                new Rendition { Type = "AUDIO", GroupId = "b", Name = "0", IsDefault = true, Uri = "b" }, new Rendition { Type = "AUDIO", GroupId = "a", Name = "1", Uri = "a1" },
                new Rendition { Type = "AUDIO", GroupId = "a", Name = "2", IsAutoselect = true, Uri = "a2" },
            ],
        };

        Assert.True(VariantChoice.TryChoose(playlist, static _ => true, NoneFailed, out VariantChoice? choice, out _));
        Assert.Equal("a2", choice.Audio?.Uri);
    }
}
