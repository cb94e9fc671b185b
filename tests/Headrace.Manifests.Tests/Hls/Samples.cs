using Headrace.Manifests.Hls;

namespace Headrace.Manifests.Tests.Hls;

/// <summary>Playlists that several tests use.</summary>
internal static class Samples
{
    /// <summary>A low-latency playlist with a bit of everything.</summary>
    public static readonly MediaPlaylist Live = new()
    {
        TargetDuration = 2,
        PartTarget = TimeSpan.FromSeconds(1.1),
        ServerControl = new ServerControl(true, TimeSpan.FromSeconds(3.3), TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(12)),
        MediaSequence = 7,
        DiscontinuitySequence = 3,
        Segments =
        [
            new MediaSegment
            {
                Uri = "seg7.m4s",
                Duration = TimeSpan.FromSeconds(2),
                Map = new MediaMap("init-1.mp4"),
                ProgramDateTime = new DateTime(2026, 2, 3, 4, 5, 6, 789, DateTimeKind.Utc),
            },
            new MediaSegment
            {
                Uri = "seg8.m4s",
                Duration = TimeSpan.FromTicks(20_020_001),
                IsDiscontinuity = true,
                Map = new MediaMap("init-2.mp4"),
                ProgramDateTime = new DateTime(2026, 2, 3, 4, 5, 9, DateTimeKind.Utc),
                Parts =
                [
                    new PartialSegment("part1.m4s", TimeSpan.FromTicks(10_010_000), IsIndependent: true),
                    new PartialSegment("part2.m4s", TimeSpan.FromTicks(10_010_001)),
                ],
            },
        ],
        Open = new MediaSegment
        {
            Duration = TimeSpan.FromSeconds(1),
            Map = new MediaMap("init-2.mp4"),
            Parts = [new PartialSegment("part3.m4s", TimeSpan.FromSeconds(1), IsGap: true, Range: new ByteRange(500, 1000))],
        },
        PreloadHints = [new PreloadHint(PreloadHintType.Part, "part4.m4s")],
        RenditionReports = [new RenditionReport("../audio/media.m3u8", 9, 0)],
    };

    /// <summary>Segments of 2 s from <paramref name="first"/> on, a discontinuity at 105, another map from 106 on, a boundary of 12 s.</summary>
    public static MediaPlaylist Window(long first, int count) => new()
    {
        TargetDuration = 2,
        ServerControl = new ServerControl(true, CanSkipUntil: TimeSpan.FromSeconds(12)),
        MediaSequence = first,
        Segments = new([.. Enumerable.Range(0, count).Select(i => Segment(first + i))]),
    };

    private static MediaSegment Segment(long number) => new()
    {
        Uri = $"seg{number}.m4s",
        Duration = TimeSpan.FromSeconds(2),
        IsDiscontinuity = number == 105,
        Map = new MediaMap(number < 106 ? "init-1.mp4" : "init-2.mp4"),
        ProgramDateTime = number == 100 ? new DateTime(2026, 2, 3, 4, 5, 6, DateTimeKind.Utc) : null,
    };
}
