namespace Headrace.Manifests.Hls.Checking.RuleSets;

/// <summary>A Multivariant Playlist by itself (4.4.6; Apple authoring, 9).</summary>
internal static class MultivariantRules
{
    private static readonly string[] VideoFormats = ["avc", "hvc", "hev", "av01", "vp0", "dvh", "dva", "mp4v"];

    public static void Check(MultivariantPlaylist playlist, Reporter reporter)
    {
        if (playlist.Variants.Count == 0) reporter.Report(Rules.NoVariants, "no EXT-X-STREAM-INF");
        int withoutCaptions = 0;
        foreach (Variant variant in playlist.Variants)
        {
            CheckVariant(variant, reporter);
            CheckGroups(playlist, variant, reporter);
            withoutCaptions += variant.HasNoClosedCaptions ? 1 : 0;
        }

        if (withoutCaptions > 0 && withoutCaptions < playlist.Variants.Count)
        {
            reporter.Report(Rules.ClosedCaptionsMixed, "CLOSED-CAPTIONS=NONE on some variants only");
        }

        CheckRenditions(playlist, reporter);
    }

    private static void CheckVariant(Variant variant, Reporter reporter)
    {
        if (variant.Codecs.Length == 0) reporter.Report(Rules.CodecsMissing, $"{variant.Uri} without CODECS", variant.Uri);
        if (variant.AverageBandwidth is null) reporter.Report(Rules.AverageBandwidthMissing, $"{variant.Uri} without AVERAGE-BANDWIDTH", variant.Uri);
        if (!HasVideo(variant.Codecs)) return;
        if (variant.Resolution is null) reporter.Report(Rules.ResolutionMissing, $"{variant.Uri} without RESOLUTION", variant.Uri);
        if (variant.FrameRate is null) reporter.Report(Rules.FrameRateMissing, $"{variant.Uri} without FRAME-RATE", variant.Uri);
    }

    private static bool HasVideo(string codecs)
    {
        foreach (string codec in codecs.Split(',', StringSplitOptions.TrimEntries))
        {
            if (VideoFormats.Any(format => codec.StartsWith(format, StringComparison.OrdinalIgnoreCase))) return true;
        }

        return false;
    }

    private static void CheckGroups(MultivariantPlaylist playlist, Variant variant, Reporter reporter)
    {
        ReadOnlySpan<(string Type, string? Group)> groups =
        [
            ("AUDIO", variant.AudioGroup),
            ("VIDEO", variant.VideoGroup),
            ("SUBTITLES", variant.SubtitlesGroup),
            ("CLOSED-CAPTIONS", variant.ClosedCaptionsGroup),
        ];
        foreach ((string type, string? group) in groups)
        {
            if (group is null || playlist.Renditions.Any(r => r.Type == type && r.GroupId == group)) continue;
            reporter.Report(
                Rules.RenditionGroupMissing, $"{variant.Uri} names the group '{group}' of type {type}, which has no EXT-X-MEDIA", $"{type} {group}");
        }
    }

    private static void CheckRenditions(MultivariantPlaylist playlist, Reporter reporter)
    {
        HashSet<(string, string, string)> names = [];
        HashSet<(string, string)> defaults = [];
        foreach (Rendition rendition in playlist.Renditions)
        {
            string name = $"{rendition.Type} '{rendition.Name}' of group '{rendition.GroupId}'";
            if (!names.Add((rendition.Type, rendition.GroupId, rendition.Name)))
            {
                reporter.Report(Rules.RenditionNameTwice, $"{name} stands twice", name);
            }

            if (rendition.IsDefault && !defaults.Add((rendition.Type, rendition.GroupId)))
            {
                reporter.Report(Rules.TwoDefaultRenditions, $"{name} is a second default", name);
            }

            if (rendition.Type != "VIDEO" && rendition.Language is null) reporter.Report(Rules.LanguageMissing, $"{name} without LANGUAGE", name);
            if (rendition.Type == "AUDIO" && rendition.Channels is null) reporter.Report(Rules.ChannelsMissing, $"{name} without CHANNELS", name);
            if (rendition.Type == "CLOSED-CAPTIONS" && rendition.Uri is not null) reporter.Report(Rules.RenditionUriWrong, $"{name} has a URI", name);
            if (rendition.Type == "SUBTITLES" && rendition.Uri is null) reporter.Report(Rules.RenditionUriWrong, $"{name} has no URI", name);
        }
    }
}
