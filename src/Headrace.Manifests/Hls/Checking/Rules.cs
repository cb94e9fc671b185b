namespace Headrace.Manifests.Hls.Checking;

/// <summary>All rules of the checker.</summary>
public static class Rules
{
    private static readonly List<Rule> List = [];

    // The text of one playlist.
    internal static readonly Rule NotAPlaylist = Error("not-a-playlist", "4.4.1.1");
    internal static readonly Rule MixedPlaylist = Error("mixed-playlist", "4.4.6");
    internal static readonly Rule MalformedTag = Error("malformed-tag", "4.2");
    internal static readonly Rule MissingAttribute = Error("missing-attribute", "4.4");
    internal static readonly Rule MissingTag = Error("missing-tag", "4.4");
    internal static readonly Rule DuplicateTag = Error("duplicate-tag", "4.4.3");
    internal static readonly Rule MisplacedTag = Error("misplaced-tag", "4.4.4.9");
    internal static readonly Rule BeyondLimits = Advice("beyond-limits", "limits of this checker");
    internal static readonly Rule VersionTooLow = Error("version-too-low", "8");
    internal static readonly Rule VersionTooHigh = Advice("version-too-high", "RFC 8216bis, 6.2.1");
    internal static readonly Rule TargetDurationInvalid = Error("target-duration-invalid", "4.4.3.1");
    internal static readonly Rule TargetDurationNotSix = Advice("target-duration-not-six", "Apple authoring, 7.5");
    internal static readonly Rule PartInfMissing = Error("part-inf-missing", "4.4.3.7");
    internal static readonly Rule PartHoldBackMissing = Error("part-hold-back-missing", "4.4.3.8");
    internal static readonly Rule PartHoldBackTooShort = Error("part-hold-back-too-short", "4.4.3.8");
    internal static readonly Rule PartHoldBackBelowThree = Advice("part-hold-back-below-three", "Apple authoring, 14.3");
    internal static readonly Rule HoldBackTooShort = Error("hold-back-too-short", "4.4.3.8");
    internal static readonly Rule SkipBoundaryTooShort = Error("skip-boundary-too-short", "4.4.3.8");
    internal static readonly Rule SkipBoundaryMissing = Error("skip-boundary-missing", "4.4.3.8");
    internal static readonly Rule DeltaNotOffered = Advice("delta-not-offered", "Apple authoring, 14.4");
    internal static readonly Rule BlockingReloadMissing = Advice("blocking-reload-missing", "RFC 8216bis, Appendix B.1");
    internal static readonly Rule PreloadHintMissing = Advice("preload-hint-missing", "RFC 8216bis, Appendix B.1");
    internal static readonly Rule PreloadHintAfterEnd = Error("preload-hint-after-end", "4.4.5.3");
    internal static readonly Rule SeveralHintsOfOneType = Advice("several-hints-of-one-type", "RFC 8216bis, 6.2.6");
    internal static readonly Rule TooFewSegments = Advice("too-few-segments", "Apple authoring, 8.11");

    // Segments and parts of one playlist.
    internal static readonly Rule DurationOverTarget = Error("duration-over-target", "4.4.3.1");
    internal static readonly Rule PartOverTarget = Error("part-over-target", "4.4.4.9");
    internal static readonly Rule PartUnderFloor = Error("part-under-floor", "4.4.4.9");
    internal static readonly Rule PartUnderFloorAtVariableRate = Advice("part-under-floor-at-variable-rate", "RFC 8216bis, 4.4.4.9");
    internal static readonly Rule PartsDoNotSum = Error("parts-do-not-sum", "3.2");
    internal static readonly Rule MapMissing = Error("map-missing", "3.1.2");
    internal static readonly Rule UriTwice = Advice("uri-twice", "RFC 8216bis, 6.2.1");
    internal static readonly Rule ProgramDateTimeMissing = Advice("program-date-time-missing", "Apple authoring, 8.4");
    internal static readonly Rule ProgramDateTimeMissingAtDiscontinuity = Advice("program-date-time-missing-at-discontinuity", "RFC 8216bis, 6.2.1");
    internal static readonly Rule ProgramDateTimeOverlap = Error("program-date-time-overlap", "6.2.1");
    internal static readonly Rule ProgramDateTimeDrift = Advice("program-date-time-drift", "RFC 8216bis, 4.4.4.6");
    internal static readonly Rule PartsKeptLong = Advice("parts-kept-long", "RFC 8216bis, 6.2.2");

    // From reload to reload.
    internal static readonly Rule TargetDurationChanged = Error("target-duration-changed", "6.2.1");
    internal static readonly Rule PartTargetChanged = Error("part-target-changed", "6.2.1");
    internal static readonly Rule PartHoldBackChanged = Error("part-hold-back-changed", "6.2.1");
    internal static readonly Rule HoldBackChanged = Error("hold-back-changed", "6.2.1");
    internal static readonly Rule SkipBoundaryChanged = Error("skip-boundary-changed", "6.2.1");
    internal static readonly Rule BlockReloadChanged = Error("block-reload-changed", "6.2.1");
    internal static readonly Rule PlaylistHeadChanged = Error("playlist-head-changed", "6.2.1");
    internal static readonly Rule MediaSequenceDecreased = Error("media-sequence-decreased", "6.2.2");
    internal static readonly Rule MediaSequenceJumped = Error("media-sequence-jumped", "6.2.2");
    internal static readonly Rule MediaSequenceInconsistent = Error("media-sequence-inconsistent", "6.2.2");
    internal static readonly Rule DiscontinuitySequenceWrong = Error("discontinuity-sequence-wrong", "6.2.2");
    internal static readonly Rule SegmentChanged = Error("segment-changed", "6.2.1");
    internal static readonly Rule SegmentLost = Error("segment-lost", "6.2.1");
    internal static readonly Rule SegmentRemovedEarly = Error("segment-removed-early", "6.2.2");
    internal static readonly Rule RemovedFromTypedPlaylist = Error("removed-from-typed-playlist", "6.2.2");
    internal static readonly Rule ChangedAfterEnd = Error("changed-after-end", "4.4.3.4");
    internal static readonly Rule PartChanged = Error("part-changed", "6.2.1");
    internal static readonly Rule PartLost = Error("part-lost", "6.2.1");
    internal static readonly Rule PartInserted = Error("part-inserted", "6.2.1");
    internal static readonly Rule PartRemovedEarly = Error("part-removed-early", "6.2.2");
    internal static readonly Rule PlaylistStalled = Error("playlist-stalled", "6.2.1");
    internal static readonly Rule StallBeforeDiscontinuity = Advice("stall-before-discontinuity", "RFC 8216bis, 6.2.1");
    internal static readonly Rule PartLate = Advice("part-late", "RFC 8216bis, 6.2.1");
    internal static readonly Rule HintNotKept = Error("hint-not-kept", "4.4.5.3");

    // Delivery directives.
    internal static readonly Rule BlockingAnswerEarly = Error("blocking-answer-early", "6.2.5.2");
    internal static readonly Rule PartWithoutSequenceAccepted = Error("part-without-sequence-accepted", "6.2.5.2");
    internal static readonly Rule FarRequestNotRefused = Advice("far-request-not-refused", "RFC 8216bis, 6.2.5.2");
    internal static readonly Rule DeltaWithheld = Error("delta-withheld", "6.2.5.1");
    internal static readonly Rule DeltaUnasked = Error("delta-unasked", "6.2.5.1");
    internal static readonly Rule DeltaUnannounced = Error("delta-unannounced", "6.2.5.1");
    internal static readonly Rule DeltaSkipsTooMuch = Error("delta-skips-too-much", "6.2.5.1");
    internal static readonly Rule DeltaSkipsTooLittle = Advice("delta-skips-too-little", "RFC 8216bis, 6.2.5.1");
    internal static readonly Rule DeltaNotApplicable = Error("delta-not-applicable", "6.2.5.1");
    internal static readonly Rule DeltaMismatch = Error("delta-mismatch", "6.2.5.1");

    // HTTP.
    internal static readonly Rule PlaylistUnavailable = Error("playlist-unavailable", "6.2.1");
    internal static readonly Rule PlaylistTypeUnknown = Error("playlist-type-unknown", "4");
    internal static readonly Rule PlaylistContentType = Advice("playlist-content-type", "Apple authoring, 10.4");
    internal static readonly Rule PlaylistNotCompressed = Advice("playlist-not-compressed", "Apple authoring, 10.1");
    internal static readonly Rule PlaylistCachedTooLong = Advice("playlist-cached-too-long", "RFC 8216bis, 6.2.1");
    internal static readonly Rule MediaUnavailable = Error("media-unavailable", "6.2.1");
    internal static readonly Rule MediaNotCacheable = Advice("media-not-cacheable", "RFC 8216bis, 6.2.2");

    // The media itself.
    internal static readonly Rule ResourceChanged = Error("resource-changed", "6.2.1");
    internal static readonly Rule MediaUnreadable = Error("media-unreadable", "3.1.2");
    internal static readonly Rule DurationMismatch = Error("duration-mismatch", "4.4.4.1");
    internal static readonly Rule DecodeTimeGap = Error("decode-time-gap", "4.4.4.3");
    internal static readonly Rule SegmentDiffersFromParts = Error("segment-differs-from-parts", "3.2");
    internal static readonly Rule IndependentPartWithoutFrame = Error("independent-part-without-frame", "4.4.4.9");
    internal static readonly Rule IndependentPartUnmarked = Advice("independent-part-unmarked", "RFC 8216bis, 4.4.4.9");
    internal static readonly Rule IndependentSegmentsBroken = Error("independent-segments-broken", "4.4.2.1");
    internal static readonly Rule SegmentWithoutRandomAccess = Advice("segment-without-random-access", "Apple authoring, 7.4");
    internal static readonly Rule BandwidthTooLow = Advice("bandwidth-too-low", "RFC 8216bis, 4.4.6.2.1");

    // Multivariant Playlists and renditions.
    internal static readonly Rule NoVariants = Error("no-variants", "4.4.6.2");
    internal static readonly Rule CodecsMissing = Advice("codecs-missing", "Apple authoring, 9.1");
    internal static readonly Rule ResolutionMissing = Advice("resolution-missing", "Apple authoring, 9.2");
    internal static readonly Rule AverageBandwidthMissing = Advice("average-bandwidth-missing", "Apple authoring, 9.14");
    internal static readonly Rule FrameRateMissing = Advice("frame-rate-missing", "Apple authoring, 9.15");
    internal static readonly Rule RenditionGroupMissing = Error("rendition-group-missing", "4.4.6.2");
    internal static readonly Rule RenditionNameTwice = Error("rendition-name-twice", "4.4.6.1.1");
    internal static readonly Rule TwoDefaultRenditions = Error("two-default-renditions", "4.4.6.1.1");
    internal static readonly Rule RenditionUriWrong = Error("rendition-uri-wrong", "4.4.6.2.1");
    internal static readonly Rule LanguageMissing = Advice("language-missing", "Apple authoring, 8.10");
    internal static readonly Rule ChannelsMissing = Advice("channels-missing", "RFC 8216bis, 4.4.6.1");
    internal static readonly Rule ClosedCaptionsMixed = Error("closed-captions-mixed", "4.4.6.2");
    internal static readonly Rule RenditionTargetDurationDiffers = Error("rendition-target-duration-differs", "6.2.4");
    internal static readonly Rule RenditionServerControlDiffers = Error("rendition-server-control-differs", "6.2.4");
    internal static readonly Rule RenditionProgramDateTimeMissing = Error("rendition-program-date-time-missing", "6.2.4");
    internal static readonly Rule RenditionDiscontinuityDiffers = Error("rendition-discontinuity-differs", "6.2.4");
    internal static readonly Rule RenditionReportMissing = Advice("rendition-report-missing", "RFC 8216bis, Appendix B.1");
    internal static readonly Rule RenditionReportNotRelative = Error("rendition-report-not-relative", "4.4.5.4");
    internal static readonly Rule RenditionReportWrong = Error("rendition-report-wrong", "4.4.5.4");

    /// <summary>The rules, in the order of the specification's subjects.</summary>
    public static IReadOnlyList<Rule> All => List;

    private static Rule Error(string id, string clause) => Add(new Rule(id, Severity.Error, $"RFC 8216bis, {clause}"));

    private static Rule Advice(string id, string clause) => Add(new Rule(id, Severity.Advice, clause));

    private static Rule Add(Rule rule)
    {
        List.Add(rule);
        return rule;
    }
}
