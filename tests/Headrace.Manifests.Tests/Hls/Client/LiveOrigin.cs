using System.Globalization;
using System.Text;
using Headrace.Manifests.Hls.Client;

namespace Headrace.Manifests.Tests.Hls.Client;

/// <summary>A server of a live playlist in virtual time: a segment ends every so often, and the last ones are listed.</summary>
internal sealed record LiveOrigin
{
    public static readonly Uri Location = new("http://origin.example/live/index.m3u8");

    public TimeSpan Segment { get; init; } = TimeSpan.FromSeconds(2);

    public int Window { get; init; } = 6;

    public int? Target { get; init; }

    /// <summary>Segments that there are when time begins.</summary>
    public int Before { get; init; } = 20;

    public long FirstNumber { get; init; }

    public string Name { get; init; } = "seg";

    public bool HasDates { get; init; }

    /// <summary>Discontinuities lie before these numbers; the playlist does not count them.</summary>
    public HashSet<long> Discontinuities { get; init; } = [];

    public HashSet<long> Gaps { get; init; } = [];

    /// <summary>When nothing more is made.</summary>
    public TimeSpan? Stops { get; init; }

    /// <summary>Whether it says that it has ended, once it has stopped.</summary>
    public bool Ends { get; init; }

    public string At(TimeSpan now)
    {
        TimeSpan passed = Stops is { } stop && now > stop ? stop : now;
        long end = FirstNumber + Before + (long)(passed / Segment);
        long first = Math.Max(FirstNumber, end - Window);
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"#EXTM3U\n#EXT-X-TARGETDURATION:{Target ?? (int)Math.Ceiling(Segment.TotalSeconds)}\n#EXT-X-MEDIA-SEQUENCE:{first}\n");
        for (long number = first; number < end; number++)
        {
            if (Discontinuities.Contains(number)) text.Append("#EXT-X-DISCONTINUITY\n");
            if (Gaps.Contains(number)) text.Append("#EXT-X-GAP\n");
            if (HasDates) text.Append(CultureInfo.InvariantCulture, $"#EXT-X-PROGRAM-DATE-TIME:{DateOf(number):O}\n");
            text.Append(CultureInfo.InvariantCulture, $"#EXTINF:{Segment.TotalSeconds},\n{Name}{number}.ts?token={passed.Ticks}\n");
        }

        if (Ends && Stops <= now) text.Append("#EXT-X-ENDLIST\n");
        return text.ToString();
    }

    public DateTime DateOf(long number) => new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc) + (Segment * (number - FirstNumber));

    /// <summary>The number in a segment's name.</summary>
    public static long NumberOf(HlsFetch fetch)
    {
        string name = Path.GetFileNameWithoutExtension(fetch.Location.AbsolutePath);
        return long.Parse(name.AsSpan(name.IndexOfAny([.. "0123456789"])), CultureInfo.InvariantCulture);
    }
}
