using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.Streaming.Held;
using Headrace.Streaming.Streams;

namespace Headrace.Server.Api.Held;

/// <summary>What is held of a stream.</summary>
/// <param name="Gops">Groups of pictures, oldest first.</param>
/// <param name="Frames">Pictures and audio frames of the group that was asked for, in the order in which they came; null where none was.</param>
internal sealed record BufferResource(IReadOnlyList<GopResource> Gops, IReadOnlyList<FrameResource>? Frames)
{
    /// <summary>All groups; with a number or a time, the one that holds it, with its frames. Null when there is none such.</summary>
    internal static BufferResource? Of(LiveStream stream, long? number, DateTime? at)
    {
        using HeldUnits held = HeldUnits.Take(stream);
        List<AccessUnit[]> groups = Split(held.Units);
        GopResource[] gops = Describe(groups, stream.Clock);
        if (number is null && at is null) return new BufferResource(gops, null);
        int index = Array.FindLastIndex(gops, gop => number is not null ? gop.Number <= number : gop.Time <= at);
        if (index < 0 || number > groups[index][^1].Sequence || at > gops[index].Time.AddMilliseconds(gops[index].DurationMs)) return null;
        return One(gops[index], groups[index], stream.Clock);
    }

    /// <summary>The newest group with its frames; empty lists where nothing is held.</summary>
    internal static BufferResource Newest(LiveStream stream)
    {
        using HeldUnits held = HeldUnits.Take(stream);
        List<AccessUnit[]> groups = Split(held.Units);
        return groups.Count == 0 ? new BufferResource([], []) : One(Describe(groups, stream.Clock)[^1], groups[^1], stream.Clock);
    }

    private static BufferResource One(GopResource gop, AccessUnit[] units, ClockMapping clock) => new([gop], [.. units.Select(unit => FrameResource.Of(unit, clock))]);

    private static GopResource[] Describe(List<AccessUnit[]> groups, ClockMapping clock) =>
        [.. groups.Select((group, i) => GopResource.Of(group, i + 1 < groups.Count ? groups[i + 1][0] : null, clock))];

    /// <summary>What is held before the first join point belongs to a group that is gone.</summary>
    private static List<AccessUnit[]> Split(IReadOnlyList<AccessUnit> units)
    {
        int[] starts = [.. Enumerable.Range(0, units.Count).Where(i => units[i].IsJoinPoint)];
        return [.. starts.Select((start, i) => units.Take(new Range(start, i + 1 < starts.Length ? starts[i + 1] : units.Count)).ToArray())];
    }
}
