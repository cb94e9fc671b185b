using Headrace.Media.Tracks;
using Headrace.Streaming.Streams;

namespace Headrace.Endpoints.Tests.Hosting;

/// <summary>The bytes of the units that streams hold, to compare what one server has with what another got of it.</summary>
internal static class StreamUnits
{
    /// <summary>Those of a kind.</summary>
    public static List<byte[]> Of(LiveStream stream, MediaKind kind)
    {
        List<byte[]> units = [];
        for (long i = stream.Ring.Tail; i < stream.Ring.Head; i++)
        {
            if (stream.Ring.TryTake(i) is not { } unit) continue;
            if (unit.Track.Kind == kind) units.Add(unit.Payload.Span.ToArray());
            unit.Release();
        }

        return units;
    }

    /// <summary>Demands that what came is a run of what was sent, unit by unit.</summary>
    public static void AssertIsRun(LiveStream sent, LiveStream came, MediaKind kind)
    {
        List<byte[]> here = Of(sent, kind);
        List<byte[]> there = Of(came, kind);
        int first = here.FindIndex(unit => unit.AsSpan().SequenceEqual(there[0]));
        Assert.True(first >= 0, "the first unit was never sent");
        Assert.All(there.Zip(here.Skip(first)), static pair => Assert.Equal(pair.Second, pair.First));
    }
}
