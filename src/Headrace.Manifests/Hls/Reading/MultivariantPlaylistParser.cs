namespace Headrace.Manifests.Hls.Reading;

/// <summary>Takes a Multivariant Playlist's lines one by one.</summary>
internal sealed class MultivariantPlaylistParser(FaultList faults) : IPlaylistParser<MultivariantPlaylist>
{
    private readonly List<Variant> _variants = [];
    private readonly List<Rendition> _renditions = [];
    private readonly List<string> _others = [];
    private readonly HashSet<string> _once = [];
    private MultivariantPlaylist _head = new();
    private Variant? _pending;

    public void ReadUri(ReadOnlySpan<char> uri)
    {
        if (_pending is null) faults.Add(PlaylistFaultKind.MissingTag, $"{uri} without EXT-X-STREAM-INF");
        else if (_variants.Count >= PlaylistLimits.Entries) faults.Add(PlaylistFaultKind.TooMuch, $"more than {PlaylistLimits.Entries} variants");
        else _variants.Add(_pending with { Uri = uri.ToString() });
        _pending = null;
    }

    public void ReadTag(ReadOnlySpan<char> tag, ReadOnlySpan<char> value, ReadOnlySpan<char> line)
    {
        switch (tag)
        {
            case "#EXT-X-STREAM-INF":
                if (_pending is not null) faults.Add(PlaylistFaultKind.MissingTag, "EXT-X-STREAM-INF without URI line");
                _pending = ReadVariant(new AttributeReader(tag, value, faults));
                break;
            case "#EXT-X-MEDIA":
                ReadRendition(new AttributeReader(tag, value, faults));
                break;
            case "#EXT-X-VERSION":
                if (!Once(tag)) break;
                if (TagValues.TryInteger(value, out int version)) _head = _head with { Version = version };
                else faults.Add(PlaylistFaultKind.Malformed, $"#EXT-X-VERSION:{value}");
                break;
            case "#EXT-X-INDEPENDENT-SEGMENTS":
                if (Once(tag)) _head = _head with { IsIndependentSegments = true };
                break;
            default:
                if (_others.Count < PlaylistLimits.MinorTags) _others.Add(line.ToString());
                else faults.Add(PlaylistFaultKind.TooMuch, $"more than {PlaylistLimits.MinorTags} other tags");
                break;
        }
    }

    public MultivariantPlaylist Finish()
    {
        if (_pending is not null) faults.Add(PlaylistFaultKind.MissingTag, "EXT-X-STREAM-INF without URI line");
        return _head with { Variants = new([.. _variants]), Renditions = new([.. _renditions]), OtherTags = new([.. _others]) };
    }

    private static Variant ReadVariant(AttributeReader attributes)
    {
        attributes.RequiredInteger("BANDWIDTH", out long bandwidth);
        string? captions = attributes.Optional("CLOSED-CAPTIONS");
        return new Variant
        {
            Bandwidth = bandwidth,
            AverageBandwidth = attributes.OptionalInteger("AVERAGE-BANDWIDTH"),
            Codecs = attributes.Optional("CODECS") ?? "",
            Resolution = attributes.OptionalResolution("RESOLUTION"),
            FrameRate = attributes.OptionalDecimal("FRAME-RATE"),
            VideoRange = attributes.Optional("VIDEO-RANGE"),
            AudioGroup = attributes.Optional("AUDIO"),
            VideoGroup = attributes.Optional("VIDEO"),
            SubtitlesGroup = attributes.Optional("SUBTITLES"),
            ClosedCaptionsGroup = captions == "NONE" ? null : captions,
            HasNoClosedCaptions = captions == "NONE",
        };
    }

    private void ReadRendition(AttributeReader attributes)
    {
        bool isComplete = attributes.Required("TYPE", out string type)
            & attributes.Required("GROUP-ID", out string group)
            & attributes.Required("NAME", out string name);
        if (!isComplete) return;
        if (_renditions.Count >= PlaylistLimits.Entries)
        {
            faults.Add(PlaylistFaultKind.TooMuch, $"more than {PlaylistLimits.Entries} renditions");
            return;
        }

        _renditions.Add(new Rendition
        {
            Type = type,
            GroupId = group,
            Name = name,
            Language = attributes.Optional("LANGUAGE"),
            Channels = attributes.Optional("CHANNELS"),
            Characteristics = attributes.Optional("CHARACTERISTICS"),
            InstreamId = attributes.Optional("INSTREAM-ID"),
            IsDefault = attributes.IsYes("DEFAULT"),
            IsAutoselect = attributes.IsYes("AUTOSELECT"),
            IsForced = attributes.IsYes("FORCED"),
            Uri = attributes.Optional("URI"),
        });
    }

    private bool Once(ReadOnlySpan<char> tag)
    {
        if (_once.Add(tag.ToString())) return true;
        faults.Add(PlaylistFaultKind.DuplicateTag, $"{tag} stands twice");
        return false;
    }
}
