namespace Headrace.Manifests.Hls.Reading;

/// <summary>The tags and parts of the segment whose URI line has not come yet, and what stays in force from segment to segment.</summary>
internal sealed class PendingSegment(FaultList faults)
{
    private readonly List<PartialSegment> _parts = [];
    private readonly List<EncryptionKey> _newKeys = [];
    private MediaSegment _segment = new();
    private bool _hasDuration;
    private ByteRange? _range;
    private ByteRange? _lastRange;
    private string _lastUri = "";
    private int _allParts;

    public bool HasParts => _parts.Count > 0;

    public bool TryReadTag(ReadOnlySpan<char> tag, ReadOnlySpan<char> value)
    {
        switch (tag)
        {
            case "#EXTINF": ReadInf(value); return true;
            case "#EXT-X-DISCONTINUITY": BeforeParts(tag); _segment = _segment with { IsDiscontinuity = true }; return true;
            case "#EXT-X-GAP": _segment = _segment with { IsGap = true }; return true;
            case "#EXT-X-PROGRAM-DATE-TIME": BeforeParts(tag); ReadDate(value); return true;
            case "#EXT-X-MAP": BeforeParts(tag); ReadMap(new AttributeReader(tag, value, faults)); return true;
            case "#EXT-X-KEY": BeforeParts(tag); ReadKey(new AttributeReader(tag, value, faults)); return true;
            case "#EXT-X-BYTERANGE": ReadRange(value); return true;
            case "#EXT-X-PART": ReadPart(new AttributeReader(tag, value, faults)); return true;
            default: return false;
        }
    }

    /// <summary>The segment, now that its URI is known; begins the next.</summary>
    public MediaSegment Complete(string uri)
    {
        if (!_hasDuration) faults.Add(PlaylistFaultKind.MissingTag, $"{uri} without EXTINF");
        ByteRange? range = _range is { Offset: < 0 } open ? Resolve(open, _lastRange, uri == _lastUri) : _range;
        MediaSegment done = _segment with { Uri = uri, Range = range, Parts = new([.. _parts]), Keys = Keys() };
        (_lastUri, _lastRange) = (uri, range);
        Clear();
        return done;
    }

    /// <summary>The open segment at the end of the playlist; null when it has no parts.</summary>
    public MediaSegment? Open()
    {
        if (_parts.Count == 0) return null;
        TimeSpan duration = TimeSpan.Zero;
        foreach (PartialSegment part in _parts) duration += part.Duration;
        return _segment with { Duration = duration, Parts = new([.. _parts]), Keys = Keys() };
    }

    /// <summary>Drops what belongs to this segment alone.</summary>
    public void Clear()
    {
        _segment = new MediaSegment { Map = _segment.Map, Keys = Keys() };
        _newKeys.Clear();
        _parts.Clear();
        _hasDuration = false;
        _range = null;
    }

    private ValueList<EncryptionKey> Keys() => _newKeys.Count > 0 ? new([.. _newKeys]) : _segment.Keys;

    private void ReadInf(ReadOnlySpan<char> value)
    {
        int comma = value.IndexOf(',');
        ReadOnlySpan<char> number = comma < 0 ? value : value[..comma];
        _hasDuration = true;
        if (!TagValues.TrySeconds(number.Trim(), out TimeSpan duration)) faults.Add(PlaylistFaultKind.Malformed, $"#EXTINF:{value}");
        _segment = _segment with { Duration = duration, Title = comma < 0 ? "" : value[(comma + 1)..].Trim().ToString() };
    }

    private void ReadDate(ReadOnlySpan<char> value)
    {
        if (TagValues.TryDate(value, out DateTime utc)) _segment = _segment with { ProgramDateTime = utc };
        else faults.Add(PlaylistFaultKind.Malformed, $"#EXT-X-PROGRAM-DATE-TIME:{value}");
    }

    private void ReadMap(AttributeReader attributes)
    {
        if (!attributes.Required("URI", out string uri)) return;
        ByteRange? range = attributes.OptionalRange("BYTERANGE");
        if (range is { Offset: < 0 } open)
        {
            // 4.4.4.5: here the offset is required.
            faults.Add(PlaylistFaultKind.Malformed, "#EXT-X-MAP: BYTERANGE without offset");
            range = open with { Offset = 0 };
        }

        _segment = _segment with { Map = new MediaMap(uri, range) { Keys = Keys() } };
    }

    private void ReadKey(AttributeReader attributes)
    {
        if (!attributes.Required("METHOD", out string method)) return;
        string? uri = attributes.Optional("URI");
        if (uri is null && method != "NONE") faults.Add(PlaylistFaultKind.MissingAttribute, "#EXT-X-KEY without URI");
        if (_newKeys.Count >= PlaylistLimits.MinorTags) return;
        _newKeys.Add(
            new EncryptionKey(method, uri, attributes.Optional("IV"), attributes.Optional("KEYFORMAT"), attributes.Optional("KEYFORMATVERSIONS")));
    }

    private void ReadRange(ReadOnlySpan<char> value)
    {
        if (TagValues.TryRange(value, out ByteRange range)) _range = range;
        else faults.Add(PlaylistFaultKind.Malformed, $"#EXT-X-BYTERANGE:{value}");
    }

    private void ReadPart(AttributeReader attributes)
    {
        bool isComplete = attributes.Required("URI", out string uri) & attributes.RequiredSeconds("DURATION", out TimeSpan duration);
        if (!isComplete) return;
        if (_allParts >= PlaylistLimits.Parts)
        {
            faults.Add(PlaylistFaultKind.TooMuch, $"more than {PlaylistLimits.Parts} parts");
            return;
        }

        ByteRange? range = attributes.OptionalRange("BYTERANGE");
        PartialSegment? last = _parts.Count > 0 ? _parts[^1] : null;
        if (range is { Offset: < 0 } open) range = Resolve(open, last?.Range, uri == last?.Uri);
        _parts.Add(new PartialSegment(uri, duration, attributes.IsYes("INDEPENDENT"), attributes.IsYes("GAP"), range));
        _allParts++;
    }

    /// <summary>A range without offset begins behind the one before it, which must be of the same resource (4.4.4.2).</summary>
    private ByteRange Resolve(ByteRange range, ByteRange? before, bool isSameResource)
    {
        if (isSameResource && before is { } known && known.End <= long.MaxValue - range.Length) return range with { Offset = known.End };
        faults.Add(PlaylistFaultKind.Malformed, "a byte range without offset follows none of the same resource");
        return range with { Offset = 0 };
    }

    private void BeforeParts(ReadOnlySpan<char> tag)
    {
        if (HasParts) faults.Add(PlaylistFaultKind.MisplacedTag, $"{tag} stands behind the first part of its segment");
    }
}
