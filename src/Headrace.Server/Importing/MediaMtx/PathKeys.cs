using Headrace.Endpoints.Forwarding;
using Headrace.Server.Configuration.Sources;
using Headrace.Server.Importing.Keys;
using static Headrace.Server.Importing.Keys.Translations;

namespace Headrace.Server.Importing.MediaMtx;

/// <summary>What a path can say, and <c>pathDefaults</c>.</summary>
internal static class PathKeys
{
    private const string NoRange = "sources are played from where they are; there is no Range";

    private static readonly string[] Recording = ["recordPath", "recordFormat", "recordPartDuration", "recordMaxPartSize", "recordSegmentDuration", "recordDeleteAfter"];

    internal static ForeignTable Table { get; } = new("MediaMTX",
    [
        new("source", PathSource.Translate),
        To("sourceFingerprint", "sourceFingerprint"),
        Flag("sourceOnDemand", "sourceOnDemand"),
        Duration("sourceOnDemandStartTimeout", "waitForStream"),
        Duration("sourceOnDemandCloseAfter", "sourceOnDemandCloseAfter"),
        To("maxReaders", "maxReaders"),
        To("srtReadPassphrase", "srtReadPassphrase"),
        To("srtPublishPassphrase", "srtPublishPassphrase"),
        Flag("overridePublisher", "overridePublisher"),
        To("disablePublisherOverride", "overridePublisher", text => ForeignValues.Flag(text) switch { true => "false", false => "true", _ => null }),
        Lost("useAbsoluteTimestamp", "times come from the sender's reports where it sends any, else from arrival; that cannot be set", "false"),
        To("rtspTransport", "rtspTransport"),
        To("sourceProtocol", "rtspTransport"),
        Lost("rtspAnyPort", "media from other ports than the camera named is not taken; set rtspTransport: tcp", "false"),
        Lost("sourceAnyPortEnable", "media from other ports than the camera named is not taken; set rtspTransport: tcp", "false"),
        Lost("rtspRangeType", NoRange),
        Lost("rtspRangeStart", NoRange),
        Lost("rtspScale", "sources are played at the speed that they have"),
        Lost("rtspDemuxMpegts", "MPEG-TS within RTSP is passed through as it is; udp+rtp and SRT take it apart", "false"),
        Needless("rtspUDPSourcePortRange", "the system chooses the ports that a source is received on"),
        To("rtpSDP", "sdp"),
        new("alwaysAvailable", entry =>
        {
            if (!entry.Section.Says("alwaysAvailable")) entry.Record.Drop("viewers stay for publisherGrace all the same, and then see slate");
            else if (entry.Section.TextOf("alwaysAvailableFile") is null or "") entry.Set("slate", "builtin");
            entry.Record.Remark("slate is seen when a publisher who was there stays away, not before the first one");
        }),
        new("alwaysAvailableFile", entry =>
        {
            if (entry.Text is { Length: > 0 } file && entry.Section.Says("alwaysAvailable", true)) entry.Set("slate", file);
        }),
        Needless("alwaysAvailableTracks", "slate has the tracks of who was there"),
        Needless("alwaysAvailableRecorded", "nothing is recorded yet"),
        Lost("fallback", "viewers are not sent elsewhere: name a second input under inputs, or a slate"),
        Lost("playback", "there are no recordings to play yet", "false"),
        new("record", Record),
        .. Recording.Select(name => new ForeignKey(name, Record)),
        new("forward", Forward),
        Lost("sourceRedirect", "viewers are not sent elsewhere: name the other server's URL as source, with sourceOnDemand: true"),
        Lost("moqTransport", Reasons.NoMoq, "quic"),
        .. new[] { "whepBearerToken", "whepSTUNGatherTimeout", "whepHandshakeTimeout", "whepTrackGatherTimeout" }.Select(name => Source(name, "whep", Reasons.NoWebRtc)),
        .. CameraKeys.Names.Select(name => Source(name, "rpiCamera", Reasons.NoCamera)),
        .. AllLost(Reasons.NoSourceCommands, "runOnInit", "runOnInitRestart", "runOnDemand", "runOnDemandRestart", "runOnUnDemand"),
        .. new[] { "runOnDemandStartTimeout", "runOnDemandCloseAfter" }.Select(name => new ForeignKey(name, entry =>
        {
            if (entry.Section.TextOf("runOnDemand") is { Length: > 0 }) entry.Record.Lose(Reasons.NoSourceCommands);
            else entry.Record.Drop("it goes with runOnDemand, which says nothing here");
        })),
        .. AllLost(Reasons.NoCommands,
            "runOnAvailable", "runOnAvailableRestart", "runOnAvailableStdin", "runOnAvailableStdinRestart", "runOnUnavailable", "runOnOnline", "runOnOnlineRestart", "runOnOffline", "runOnReady",
            "runOnReadyRestart", "runOnNotReady", "runOnRead", "runOnReadRestart", "runOnUnread", "runOnPublish", "runOnPublishRestart", "runOnUnpublish"),
        .. AllLost(Reasons.NoRecording, "runOnRecordSegmentCreate", "runOnRecordSegmentComplete"),
        .. new[] { "rtspUDPReadBufferSize", "mpegtsUDPReadBufferSize", "rtpUDPReadBufferSize" }.Select(name => Lost(name, "receive buffers of UDP are as large as the system allows: raise the sysctl net.core.rmem_max", "0")),
        .. MediaMtxOldUsers.Names.Select(name => new ForeignKey(name, static _ => { })),
    ]);

    /// <summary>The keys of recordings that stood at the top of older files.</summary>
    internal static IEnumerable<ForeignKey> OldRecording { get; } = [new("record", Record), .. Recording.Select(name => new ForeignKey(name, Record))];

    private static void Record(ForeignEntry entry)
    {
        if (entry.IsEmpty || !entry.Section.Says("record", preset: true)) entry.Record.Drop("nothing is recorded");
        else entry.Record.Lose(Reasons.NoRecording);
    }

    /// <summary>A key of sources of a kind that is not there.</summary>
    private static ForeignKey Source(string name, string kind, string why) => new(name, entry =>
    {
        if (entry.Section.TextOf("source")?.StartsWith(kind, StringComparison.Ordinal) == true) entry.Record.Lose(why);
        else entry.Record.Drop($"it is for the source {kind}, which is not named here");
    });

    private static void Forward(ForeignEntry entry)
    {
        if (entry.IsEmpty) return;
        MappingNode[] targets = [.. (entry.Value as SequenceNode)?.Items.OfType<MappingNode>() ?? []];
        string[] urls = [.. targets.Select(target => (target["dest"] as ScalarNode)?.Text ?? "").Where(url => url.Length > 0).Select(UrlOf)];
        if (urls.Length == 0)
        {
            entry.Record.Lose("a list of targets with dest is expected here");
            return;
        }

        entry.Set("forward", urls);
        string[] fingerprints = [.. targets.Select(target => (target["destFingerprint"] as ScalarNode)?.Text ?? "").Where(text => text.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase)];
        if (fingerprints.Length > 1) entry.Record.Lose("all targets of a stream have one forwardFingerprint");
        else if (fingerprints.Length == 1) entry.Set("forwardFingerprint", fingerprints[0]);
        string[] others = [.. targets.SelectMany(target => target.Entries).Select(key => key.Key).Where(key => key is not ("dest" or "destFingerprint")).Distinct(StringComparer.Ordinal)];
        if (others.Length > 0) entry.Record.Lose($"targets have no {string.Join(", ", others)}");
    }

    // A key behind # is one that holds slashes, or none: here it is the last segment.
    private static string UrlOf(string url)
    {
        url = url.Replace("$MTX_PATH", ForwardUrl.NamePlace, StringComparison.Ordinal).Replace("$path", ForwardUrl.NamePlace, StringComparison.Ordinal);
        return url.StartsWith("rtmp", StringComparison.Ordinal) ? url.Replace('#', '/') : url;
    }
}
