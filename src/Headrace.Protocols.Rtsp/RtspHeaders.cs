using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Headrace.Protocols.Rtsp;

/// <summary>
/// The headers of a message in their order, names compared without case, repeated names kept. A message has a dozen of them, so
/// look-ups walk the list.
/// </summary>
public sealed class RtspHeaders : IReadOnlyList<RtspHeader>
{
    private readonly List<RtspHeader> _items = [];

    /// <inheritdoc/>
    public int Count => _items.Count;

    /// <inheritdoc/>
    public RtspHeader this[int index] => _items[index];

    /// <summary>Appends a header. Control characters become spaces, so that no value can begin a line of its own on the wire.</summary>
    public void Add(string name, string value) => _items.Add(new RtspHeader(RtspText.OnOneLine(name), RtspText.OnOneLine(value)));

    /// <summary>Replaces every header of that name by one, at the place of the first.</summary>
    public void Set(string name, string value)
    {
        int at = IndexOf(name);
        if (at < 0)
        {
            Add(name, value);
            return;
        }

        _items[at] = new RtspHeader(RtspText.OnOneLine(name), RtspText.OnOneLine(value));
        for (int i = _items.Count - 1; i > at; i--)
        {
            if (IsNamed(_items[i], name)) _items.RemoveAt(i);
        }
    }

    /// <summary>The value of the first header of that name.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out string? value)
    {
        int at = IndexOf(name);
        value = at < 0 ? null : _items[at].Value;
        return at >= 0;
    }

    /// <summary>The value of the first header of that name, or null.</summary>
    public string? Get(string name) => TryGet(name, out string? value) ? value : null;

    /// <summary>True if there is a header of that name.</summary>
    public bool Contains(string name) => IndexOf(name) >= 0;

    /// <summary>
    /// Every value of that name joined by a comma, which says the same as the repeated lines (RFC 2326, 4.2); null if there is none.
    /// </summary>
    public string? GetJoined(string name)
    {
        string? joined = null;
        foreach (RtspHeader header in _items)
        {
            if (IsNamed(header, name)) joined = joined is null ? header.Value : $"{joined}, {header.Value}";
        }

        return joined;
    }

    /// <inheritdoc/>
    public IEnumerator<RtspHeader> GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Appends a folded line to the last value (RFC 2326, 4.2); without a header before it, it is dropped.</summary>
    internal void Continue(string text)
    {
        if (_items.Count == 0) return;
        RtspHeader last = _items[^1];
        _items[^1] = last with { Value = $"{last.Value} {RtspText.OnOneLine(text)}" };
    }

    private int IndexOf(string name)
    {
        for (int i = 0; i < _items.Count; i++)
        {
            if (IsNamed(_items[i], name)) return i;
        }

        return -1;
    }

    private static bool IsNamed(RtspHeader header, string name) => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase);
}
