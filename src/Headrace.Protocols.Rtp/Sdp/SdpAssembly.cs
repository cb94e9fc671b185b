using System.Collections.Immutable;
using System.Globalization;

namespace Headrace.Protocols.Rtp.Sdp;

/// <summary>A description under construction, line by line.</summary>
internal sealed class SdpAssembly
{
    private readonly List<MediaDescription> _media = [];
    private readonly SdpSection _sessionLines = new();
    private SdpSection _lines;
    private SessionDescription _session = new();
    private MediaDescription? _current;

    public SdpAssembly() => _lines = _sessionLines;

    public int Lines { get; private set; }

    public SdpError Add(char type, ReadOnlySpan<char> value)
    {
        Lines++;
        switch (type)
        {
            case 'm': return BeginMedia(value);
            case 'o' when _current is null: _session = _session with { Origin = ReadOrigin(value) }; break;
            case 's' when _current is null: _session = _session with { Name = value.ToString() }; break;
            case 'u' when _current is null: _session = _session with { Uri = value.ToString() }; break;
            case 't' when _current is null: return _lines.AddTime(value);
            case 'i': _lines.Title = value.ToString(); break;
            case 'c': _lines.Connection = ReadConnection(value) ?? _lines.Connection; break;
            case 'b': return _lines.AddBandwidth(value);
            case 'a': return _lines.AddAttribute(value);
        }

        return SdpError.None;
    }

    public SessionDescription Complete()
    {
        EndMedia();
        return _session with
        {
            Information = _sessionLines.Title,
            Connection = _sessionLines.Connection,
            Bandwidths = [.. _sessionLines.Bandwidths],
            Times = [.. _sessionLines.Times],
            Attributes = [.. _sessionLines.Attributes],
            Media = [.. _media],
        };
    }

    private SdpError BeginMedia(ReadOnlySpan<char> value)
    {
        EndMedia();
        if (_media.Count == SdpReader.MaxMedia) return SdpError.TooManyMedia;
        _lines = new SdpSection();
        _current = ReadMedia(value);
        return _current.Formats.Length > SdpReader.MaxAttributes ? SdpError.TooManyAttributes : SdpError.None;
    }

    private void EndMedia()
    {
        if (_current is null) return;
        _media.Add(_current with
        {
            Title = _lines.Title,
            Connection = _lines.Connection,
            Bandwidths = [.. _lines.Bandwidths],
            Attributes = [.. _lines.Attributes],
        });
        _current = null;
    }

    private static SdpOrigin ReadOrigin(ReadOnlySpan<char> value)
    {
        string[] parts = value.ToString().Split(' ', 7, StringSplitOptions.RemoveEmptyEntries);
        return parts.Length >= 6 ? new SdpOrigin(parts[0], parts[1], parts[2], parts[4], parts[5]) : SdpOrigin.Default;
    }

    private static SdpConnection? ReadConnection(ReadOnlySpan<char> value)
    {
        string[] parts = value.ToString().Split(' ', 4, StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length < 3) return null;
        int slash = parts[2].IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? new SdpConnection(parts[1], parts[2]) : new SdpConnection(parts[1], parts[2][..slash], parts[2][(slash + 1)..]);
    }

    private static MediaDescription ReadMedia(ReadOnlySpan<char> value)
    {
        string[] parts = value.ToString().Split(' ', SdpReader.MaxAttributes + 4, StringSplitOptions.RemoveEmptyEntries);
        string port = parts.Length > 1 ? parts[1] : "";
        int slash = port.IndexOf('/', StringComparison.Ordinal);
        if (slash >= 0) port = port[..slash];
        return new MediaDescription
        {
            Kind = parts.Length > 0 ? parts[0].ToLowerInvariant() : "",
            Port = ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out ushort number) ? number : 0,
            Protocol = parts.Length > 2 ? parts[2] : "",
            Formats = parts.Length > 3 ? [.. parts[3..]] : ImmutableArray<string>.Empty,
        };
    }
}
