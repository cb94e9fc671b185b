using System.Globalization;

namespace Headrace.Endpoints.Tests.Hls;

/// <summary>The lines of a media playlist that tests ask for.</summary>
internal sealed class LivePlaylist(string text)
{
    private readonly string[] _lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public string Text => text;

    public string[] Lines => _lines;

    public long MediaSequence => long.Parse(Value("#EXT-X-MEDIA-SEQUENCE:"), CultureInfo.InvariantCulture);

    public int TargetDuration => int.Parse(Value("#EXT-X-TARGETDURATION:"), CultureInfo.InvariantCulture);

    public string[] Segments => [.. _lines.Where(line => !line.StartsWith('#'))];

    public string[] Parts => [.. _lines.Where(line => line.StartsWith("#EXT-X-PART:", StringComparison.Ordinal)).Select(UriOf)];

    public string Hint => UriOf(_lines.Single(line => line.StartsWith("#EXT-X-PRELOAD-HINT:", StringComparison.Ordinal)));

    public string Map => UriOf(_lines.Last(line => line.StartsWith("#EXT-X-MAP:", StringComparison.Ordinal)));

    /// <summary>Number of the segment that is open or comes next.</summary>
    public long NextSegment => MediaSequence + Skipped + Segments.Length;

    /// <summary>Parts of the open segment.</summary>
    public int OpenParts
    {
        get
        {
            int last = Array.FindLastIndex(_lines, line => !line.StartsWith('#'));
            return _lines.Skip(last + 1).Count(line => line.StartsWith("#EXT-X-PART:", StringComparison.Ordinal));
        }
    }

    public int Skipped => _lines.FirstOrDefault(line => line.StartsWith("#EXT-X-SKIP:", StringComparison.Ordinal)) is { } skip
        ? int.Parse(skip[(skip.IndexOf('=', StringComparison.Ordinal) + 1)..].Split(',')[0], CultureInfo.InvariantCulture)
        : 0;

    private string Value(string tag) => _lines.Single(line => line.StartsWith(tag, StringComparison.Ordinal))[tag.Length..];

    private static string UriOf(string line)
    {
        int start = line.IndexOf("URI=\"", StringComparison.Ordinal) + 5;
        return line[start..line.IndexOf('"', start)];
    }
}
