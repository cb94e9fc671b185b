using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.Server.Api.Stats;
using Headrace.Streaming.Figures;

namespace Headrace.Server.Api.Held;

/// <summary>A group of pictures that is held, with the sound beside it; in a stream without pictures, a second of sound.</summary>
/// <param name="Number">Number of its first picture or frame in the stream.</param>
/// <param name="Time">When that is presented, in UTC.</param>
/// <param name="DurationMs">From the decoding of its first picture or frame to that of the next group's; for the newest group, to that of its last.</param>
/// <param name="Frames">Pictures and audio frames.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="Pictures">Pictures by kind.</param>
/// <param name="IsClosed">True when nothing in it refers to pictures before it.</param>
/// <param name="IsComplete">False for the newest one: more comes.</param>
internal sealed record GopResource(long Number, DateTime Time, double DurationMs, int Frames, long Bytes, PicturesResource Pictures, bool IsClosed, bool IsComplete)
{
    /// <summary>A group.</summary>
    /// <param name="units">Its units; at least one.</param>
    /// <param name="next">The first unit of the group behind it, or null.</param>
    /// <param name="clock">Path time in UTC.</param>
    internal static GopResource Of(IReadOnlyList<AccessUnit> units, AccessUnit? next, ClockMapping clock)
    {
        AccessUnit first = units[0];
        return new GopResource(
            first.Sequence, clock.ToUtc(first.PresentationTime, first.Track.ClockRate), Math.Round(((next ?? units[^1]).PathTime - first.PathTime) / 1e6, 3), units.Count, units.Sum(unit => (long)unit.Payload.Length),
            PicturesResource.Of(new PictureCounts(Count(PictureKind.I), Count(PictureKind.P), Count(PictureKind.B))),
            first.RandomAccess.Kind == RandomAccessKind.Idr && !units.Any(unit => unit.IsLeading), next is not null);

        long Count(PictureKind kind) => units.Count(unit => unit.Picture == kind);
    }
}
