using Headrace.Manifests.Hls.Reading;

namespace Headrace.Manifests.Hls.Checking.RuleSets;

/// <summary>Tags, attributes and the version of one text, as it came.</summary>
internal static class TextRules
{
    public static void Check(List<PlaylistFault> faults, Reporter reporter)
    {
        foreach (PlaylistFault fault in faults)
        {
            // The line number moves from reload to reload: the same fault is one place.
            reporter.Report(RuleOf(fault.Kind), fault.Line > 0 ? $"line {fault.Line}: {fault.Detail}" : fault.Detail, fault.Detail);
        }
    }

    /// <summary>The version of a Media Playlist or delta update (8).</summary>
    public static void CheckVersion(MediaPlaylist text, Reporter reporter) =>
        CheckVersion(text.Version, ProtocolVersion.Needed(text), text.OtherTags.Count > 0, reporter);

    /// <summary>The version of a Multivariant Playlist (8).</summary>
    public static void CheckVersion(MultivariantPlaylist text, Reporter reporter) =>
        CheckVersion(text.Version, ProtocolVersion.Needed(text), true, reporter);

    private static void CheckVersion(int version, int needed, bool mayNeedMore, Reporter reporter)
    {
        int named = Math.Max(version, 1);
        if (named < needed) reporter.Report(Rules.VersionTooLow, $"EXT-X-VERSION is {named}, the tags need {needed}");
        if (named > needed && !mayNeedMore)
        {
            reporter.Report(Rules.VersionTooHigh, $"EXT-X-VERSION is {named}, the tags need only {needed}", $"{named} {needed}");
        }
    }

    private static Rule RuleOf(PlaylistFaultKind kind) => kind switch
    {
        PlaylistFaultKind.MixedKinds => Rules.MixedPlaylist,
        PlaylistFaultKind.Malformed => Rules.MalformedTag,
        PlaylistFaultKind.MissingAttribute => Rules.MissingAttribute,
        PlaylistFaultKind.MissingTag => Rules.MissingTag,
        PlaylistFaultKind.DuplicateTag => Rules.DuplicateTag,
        PlaylistFaultKind.MisplacedTag => Rules.MisplacedTag,
        PlaylistFaultKind.TooMuch => Rules.BeyondLimits,
        _ => Rules.NotAPlaylist,
    };
}
