using System.Text.RegularExpressions;
using Headrace.Interop.Tests.Server;

namespace Headrace.Interop.Tests.Players;

/// <summary>The media playlist of a stream's first rendition as it stands, read line by line.</summary>
internal sealed partial record LivePlaylist
{
    private const string Map = "#EXT-X-MAP:";
    private const string Discontinuity = "#EXT-X-DISCONTINUITY";
    private const string DiscontinuitySequence = "#EXT-X-DISCONTINUITY-SEQUENCE:";

    /// <summary>Where it was read.</summary>
    internal required Uri Url { get; init; }

    /// <summary>The playlist itself.</summary>
    internal required string Text { get; init; }

    /// <summary>Discontinuities that it shows, and those that have left it.</summary>
    internal int Discontinuities { get; private init; }

    /// <summary>Init segments and the whole segments that need them, in order; none with MPEG-TS.</summary>
    internal IReadOnlyList<(Uri Init, IReadOnlyList<Uri> Segments)> Runs { get; private init; } = [];

    /// <summary>Reads the playlist of the first variant, or of the only audio where there is no picture.</summary>
    internal static async Task<LivePlaylist> ReadAsync(HeadraceProcess server, string name)
    {
        Uri multivariant = new(server.Hls(name));
        string text = await server.Http.GetStringAsync(multivariant, TestContext.Current.CancellationToken);
        Uri url = new(multivariant, text.Split('\n').First(line => line.Length > 0 && line[0] != '#'));
        return Parse(url, await server.Http.GetStringAsync(url, TestContext.Current.CancellationToken));
    }

    /// <summary>Fetches each run's init segment and segments as one file in <paramref name="folder"/>, which any program that reads MP4 can read.</summary>
    internal async Task<IReadOnlyList<string>> SaveAsync(HttpClient client, string folder)
    {
        List<string> files = [];
        foreach ((Uri init, IReadOnlyList<Uri> segments) in Runs)
        {
            string path = Path.Combine(folder, $"run{files.Count}.mp4");
            await using FileStream file = File.Create(path);
            foreach (Uri piece in segments.Prepend(init)) await file.WriteAsync(await client.GetByteArrayAsync(piece, TestContext.Current.CancellationToken));
            files.Add(path);
        }
        return files;
    }

    private static LivePlaylist Parse(Uri url, string text)
    {
        List<(Uri Init, List<Uri> Segments)> runs = [];
        int discontinuities = 0;
        foreach (string line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (line == Discontinuity) discontinuities++;
            else if (line.StartsWith(DiscontinuitySequence, StringComparison.Ordinal)) discontinuities += int.Parse(line.AsSpan(DiscontinuitySequence.Length));
            else if (line.StartsWith(Map, StringComparison.Ordinal)) runs.Add((new Uri(url, QuotedUri().Match(line).Groups[1].Value), []));
            else if (line[0] != '#' && runs.Count > 0) runs[^1].Segments.Add(new Uri(url, line));
        }
        return new LivePlaylist
        {
            Url = url,
            Text = text,
            Discontinuities = discontinuities,
            Runs = [.. runs.Where(run => run.Segments.Count > 0).Select(run => (run.Init, (IReadOnlyList<Uri>)run.Segments))],
        };
    }

    [GeneratedRegex("URI=\"([^\"]*)\"")]
    private static partial Regex QuotedUri();
}
