namespace Headrace.Manifests.Hls.Reading;

/// <summary>Takes typed attributes out of a tag and reports what is missing or malformed.</summary>
internal readonly ref struct AttributeReader
{
    private readonly ReadOnlySpan<char> _tag;
    private readonly AttributeList _list;
    private readonly FaultList _faults;

    public AttributeReader(ReadOnlySpan<char> tag, ReadOnlySpan<char> value, FaultList faults)
    {
        _tag = tag;
        _list = new AttributeList(value);
        _faults = faults;
        if (_list.FindFault() is { } fault) faults.Add(PlaylistFaultKind.Malformed, $"{tag}: {fault}");
    }

    public string? Optional(ReadOnlySpan<char> name) => _list.GetString(name);

    public bool IsYes(ReadOnlySpan<char> name) => _list.IsYes(name);

    public bool Required(ReadOnlySpan<char> name, out string value)
    {
        value = _list.GetString(name) ?? "";
        if (value.Length > 0) return true;
        _faults.Add(PlaylistFaultKind.MissingAttribute, $"{_tag} without {name}");
        return false;
    }

    public bool RequiredSeconds(ReadOnlySpan<char> name, out TimeSpan value)
    {
        value = OptionalSeconds(name) ?? TimeSpan.Zero;
        if (_list.TryGet(name, out _)) return true;
        _faults.Add(PlaylistFaultKind.MissingAttribute, $"{_tag} without {name}");
        return false;
    }

    public bool RequiredInteger(ReadOnlySpan<char> name, out long value)
    {
        value = OptionalInteger(name) ?? 0;
        if (_list.TryGet(name, out _)) return true;
        _faults.Add(PlaylistFaultKind.MissingAttribute, $"{_tag} without {name}");
        return false;
    }

    public TimeSpan? OptionalSeconds(ReadOnlySpan<char> name)
    {
        if (!_list.TryGet(name, out ReadOnlySpan<char> text)) return null;
        if (TagValues.TrySeconds(text, out TimeSpan value)) return value;
        Malformed(name, text);
        return null;
    }

    public long? OptionalInteger(ReadOnlySpan<char> name)
    {
        if (!_list.TryGet(name, out ReadOnlySpan<char> text)) return null;
        if (TagValues.TryInteger(text, out long value)) return value;
        Malformed(name, text);
        return null;
    }

    public decimal? OptionalDecimal(ReadOnlySpan<char> name)
    {
        if (!_list.TryGet(name, out ReadOnlySpan<char> text)) return null;
        if (TagValues.TryDecimal(text, out decimal value)) return value;
        Malformed(name, text);
        return null;
    }

    public Resolution? OptionalResolution(ReadOnlySpan<char> name)
    {
        if (!_list.TryGet(name, out ReadOnlySpan<char> text)) return null;
        if (TagValues.TryResolution(text, out Resolution value)) return value;
        Malformed(name, text);
        return null;
    }

    public ByteRange? OptionalRange(ReadOnlySpan<char> name)
    {
        if (!_list.TryGet(name, out ReadOnlySpan<char> text)) return null;
        if (TagValues.TryRange(text, out ByteRange value)) return value;
        Malformed(name, text);
        return null;
    }

    private void Malformed(ReadOnlySpan<char> name, ReadOnlySpan<char> value) =>
        _faults.Add(PlaylistFaultKind.Malformed, $"{_tag}: {name}={value}");
}
