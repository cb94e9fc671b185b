using Headrace.Media.Codecs;
using Headrace.Media.Timeline;
using Headrace.Media.Timing;
using Headrace.TestKit;

namespace Headrace.Media.Tests.Timeline;

public sealed class TimelineAllocationTests
{
    private static readonly int[] s_display = [4, 2, 1, 3];

    [Fact]
    public void UnitsPassWithoutAllocation()
    {
        var timeline = new PathTimeline(new MonotonicTime(0), PathUnderTest.Utc);
        InputTimeline input = timeline.BeginInput([PathUnderTest.RtpVideo, PathUnderTest.RtpAudio], new MonotonicTime(0), PathUnderTest.Utc);
        AssembledUnit picture = Units.Picture(depth: 2, duration: 3600);
        AssembledUnit sound = Units.Sound(48_000, 1920);
        long ms = 0;
        Assert.Equal(0, Allocations.OfLeast(() => Feed(input, picture, sound, ref ms, 2000)));
    }

    private static void Feed(InputTimeline input, in AssembledUnit picture, in AssembledUnit sound, ref long ms, int count)
    {
        long group = ms / 160 * 160;
        for (int i = 0; i < count; i++)
        {
            var arrival = new MonotonicTime(ms * 1_000_000);
            input.Map(0, new InputTimestamps((group + (s_display[i % 4] * 40)) * 90), arrival, picture, out _);
            input.Map(1, new InputTimestamps(ms * 48), arrival, sound, out _);
            ms += 40;
            if (i % 4 == 3) group += 160;
        }
    }
}
