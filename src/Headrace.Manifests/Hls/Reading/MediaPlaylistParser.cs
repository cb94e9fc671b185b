namespace Headrace.Manifests.Hls.Reading;

/// <summary>Takes a Media Playlist's lines one by one. Tags of a segment go to <see cref="PendingSegment"/>.</summary>
internal sealed class MediaPlaylistParser(FaultList faults) : IPlaylistParser<MediaPlaylist>
{
    private readonly HashSet<string> _once = [];
    private readonly List<MediaSegment> _segments = [];
    private readonly List<PreloadHint> _hints = [];
    private readonly List<RenditionReport> _reports = [];
    private readonly List<string> _others = [];
    private readonly PendingSegment _pending = new(faults);
    private MediaPlaylist _head = new();

    public void ReadUri(ReadOnlySpan<char> uri)
    {
        if (_segments.Count >= PlaylistLimits.Entries)
        {
            faults.Add(PlaylistFaultKind.TooMuch, $"more than {PlaylistLimits.Entries} segments");
            _pending.Clear();
            return;
        }

        _segments.Add(_pending.Complete(uri.ToString()));
    }

    public void ReadTag(ReadOnlySpan<char> tag, ReadOnlySpan<char> value, ReadOnlySpan<char> line)
    {
        if (_pending.TryReadTag(tag, value) || TryReadHead(tag, value) || TryReadTail(tag, value)) return;
        if (_others.Count < PlaylistLimits.MinorTags) _others.Add(line.ToString());
        else faults.Add(PlaylistFaultKind.TooMuch, $"more than {PlaylistLimits.MinorTags} other tags");
    }

    public MediaPlaylist Finish()
    {
        if (!_once.Contains("#EXT-X-TARGETDURATION")) faults.Add(PlaylistFaultKind.MissingTag, "no EXT-X-TARGETDURATION");
        return _head with
        {
            Segments = new([.. _segments]),
            Open = _pending.Open(),
            PreloadHints = new([.. _hints]),
            RenditionReports = new([.. _reports]),
            OtherTags = new([.. _others]),
        };
    }

    private bool TryReadHead(ReadOnlySpan<char> tag, ReadOnlySpan<char> value)
    {
        switch (tag)
        {
            case "#EXT-X-VERSION":
                if (Once(tag) && Integer(tag, value, out int version)) _head = _head with { Version = version };
                return true;
            case "#EXT-X-TARGETDURATION":
                if (Once(tag) && Integer(tag, value, out int target)) _head = _head with { TargetDuration = target };
                return true;
            case "#EXT-X-MEDIA-SEQUENCE":
                if (Once(tag) && BeforeSegments(tag) && Sequence(tag, value, out long first)) _head = _head with { MediaSequence = first };
                return true;
            case "#EXT-X-DISCONTINUITY-SEQUENCE":
                if (Once(tag) && BeforeSegments(tag) && Sequence(tag, value, out long number)) _head = _head with { DiscontinuitySequence = number };
                return true;
            case "#EXT-X-PLAYLIST-TYPE":
                if (Once(tag)) _head = _head with { PlaylistType = value.ToString() };
                return true;
            case "#EXT-X-INDEPENDENT-SEGMENTS":
                if (Once(tag)) _head = _head with { IsIndependentSegments = true };
                return true;
            case "#EXT-X-I-FRAMES-ONLY":
                if (Once(tag)) _head = _head with { IsIFramesOnly = true };
                return true;
            case "#EXT-X-ENDLIST":
                if (Once(tag)) _head = _head with { IsEnded = true };
                return true;
            case "#EXT-X-PART-INF":
                if (Once(tag)) ReadPartInf(new AttributeReader(tag, value, faults));
                return true;
            case "#EXT-X-SERVER-CONTROL":
                if (Once(tag)) ReadServerControl(new AttributeReader(tag, value, faults));
                return true;
            case "#EXT-X-SKIP":
                if (Once(tag) && BeforeSegments(tag)) ReadSkip(new AttributeReader(tag, value, faults));
                return true;
            default:
                return false;
        }
    }

    private bool TryReadTail(ReadOnlySpan<char> tag, ReadOnlySpan<char> value)
    {
        switch (tag)
        {
            case "#EXT-X-PRELOAD-HINT": ReadHint(new AttributeReader(tag, value, faults)); return true;
            case "#EXT-X-RENDITION-REPORT": ReadReport(new AttributeReader(tag, value, faults)); return true;
            default: return false;
        }
    }

    private void ReadHint(AttributeReader attributes)
    {
        bool isComplete = attributes.Required("TYPE", out string type) & attributes.Required("URI", out string uri);
        if (!isComplete || type is not ("PART" or "MAP") || !HasRoom(_hints.Count)) return;
        PreloadHintType kind = type == "MAP" ? PreloadHintType.Map : PreloadHintType.Part;
        _hints.Add(new PreloadHint(kind, uri, attributes.OptionalInteger("BYTERANGE-START"), attributes.OptionalInteger("BYTERANGE-LENGTH")));
    }

    private void ReadReport(AttributeReader attributes)
    {
        if (!attributes.Required("URI", out string uri) || !HasRoom(_reports.Count)) return;
        int? part = attributes.OptionalInteger("LAST-PART") is { } index ? (int)Math.Min(index, int.MaxValue) : null;
        _reports.Add(new RenditionReport(uri, attributes.OptionalInteger("LAST-MSN"), part));
    }

    private void ReadPartInf(AttributeReader attributes)
    {
        if (attributes.RequiredSeconds("PART-TARGET", out TimeSpan target)) _head = _head with { PartTarget = target };
    }

    private void ReadServerControl(AttributeReader attributes)
    {
        _head = _head with
        {
            ServerControl = new ServerControl(
                attributes.IsYes("CAN-BLOCK-RELOAD"),
                attributes.OptionalSeconds("PART-HOLD-BACK"),
                attributes.OptionalSeconds("HOLD-BACK"),
                attributes.OptionalSeconds("CAN-SKIP-UNTIL"),
                attributes.IsYes("CAN-SKIP-DATERANGES")),
        };
    }

    private void ReadSkip(AttributeReader attributes)
    {
        if (!attributes.RequiredInteger("SKIPPED-SEGMENTS", out long skipped)) return;
        if (skipped > PlaylistLimits.SkippedSegments) faults.Add(PlaylistFaultKind.TooMuch, $"skips {skipped} segments");
        _head = _head with
        {
            SkippedSegments = (int)Math.Min(skipped, PlaylistLimits.SkippedSegments),
            RecentlyRemovedDateRanges = attributes.Optional("RECENTLY-REMOVED-DATERANGES"),
        };
    }

    private bool Once(ReadOnlySpan<char> tag)
    {
        if (_once.Add(tag.ToString())) return true;
        faults.Add(PlaylistFaultKind.DuplicateTag, $"{tag} stands twice");
        return false;
    }

    private bool BeforeSegments(ReadOnlySpan<char> tag)
    {
        if (_segments.Count > 0 || _pending.HasParts) faults.Add(PlaylistFaultKind.MisplacedTag, $"{tag} stands behind the first segment");
        return true;
    }

    private bool HasRoom(int count)
    {
        if (count < PlaylistLimits.MinorTags) return true;
        faults.Add(PlaylistFaultKind.TooMuch, $"more than {PlaylistLimits.MinorTags} hints or reports");
        return false;
    }

    private bool Integer(ReadOnlySpan<char> tag, ReadOnlySpan<char> value, out int number)
    {
        if (TagValues.TryInteger(value, out number)) return true;
        faults.Add(PlaylistFaultKind.Malformed, $"{tag}:{value} is not a number");
        return false;
    }

    /// <summary>A sequence number: they stay far from overflow when segments are added.</summary>
    private bool Sequence(ReadOnlySpan<char> tag, ReadOnlySpan<char> value, out long number)
    {
        if (TagValues.TryInteger(value, out number) && number <= long.MaxValue / 2) return true;
        faults.Add(PlaylistFaultKind.Malformed, $"{tag}:{value} is not a sequence number");
        return false;
    }
}
