using Headrace.Manifests.Hls.Checking;
using Headrace.Media.Rings;
using Headrace.Media.Timeline;
using Headrace.Media.Tracks;
using Headrace.Streaming.Branches;
using Headrace.Streaming.Hls;
using Headrace.Streaming.Rtp;
using Headrace.Streaming.Tests.Hls;

namespace Headrace.Streaming.Tests.Streams;

/// <summary>Clocks that lie, through a whole stream: decode times increase, HLS and RTSP go on, the cause is counted under its name.</summary>
public sealed class TortureTests : StreamTest
{
    private const double Hours = 3600;

    public static TheoryData<string, Func<double, double>, TimelineCause> Clocks => new()
    {
        { "jump forward 10 h", at => at < 12 ? at : at + 10 * Hours, TimelineCause.JumpForward },
        { "jump back 5 s", at => at < 12 ? at + 100 : at + 95, TimelineCause.JumpBack },
        { "restart at 0", at => at < 12 ? at + 1000 : at - 12, TimelineCause.Restart },
        { "10.5 times too fast", at => at * 10.5, TimelineCause.ClockTooFast },
        { "too slow by half", at => at * 0.5, TimelineCause.ClockTooSlow },
        { "wrap of 32 bits", at => at + (uint.MaxValue - 90_000.0 * 12) / 90_000, TimelineCause.Wrap },
    };

    [Theory]
    [Trait("Pain", "1")]
    [MemberData(nameof(Clocks))]
    public void OutputsGoOnWhateverTheClockDoes(string name, Func<double, double> clock, TimelineCause cause)
    {
        VirtualPublisher publisher = Publisher(start: 0);
        publisher.Clock = clock;
        publisher.Run(240, gop: 60);
        using BranchLease<HlsBranch> hls = HlsPackaging.Cmaf.Acquire(Stream());
        using BranchLease<RtspBranch> rtsp = RtspBranch.Acquire(Stream(), Stream().Tracks);
        RingReader<RtpPacketGroup> viewer = new(rtsp.Branch.Ring, TimeSpan.FromSeconds(10), 0);
        viewer.Begin(false, 0);
        // A clock whose rate is found out later is a frame rate that varies: the 85 % of a part cannot be promised then.
        bool isRateWrong = cause is TimelineCause.ClockTooFast or TimelineCause.ClockTooSlow;
        CheckedViewer checkedViewer = new(hls.Branch, Time, new CheckerOptions { IsFrameRateVariable = isRateWrong });
        Dictionary<int, long> last = [];
        int groups = 0;
        long seen = Stream().Ring.Head;
        for (int i = 0; i < 900; i++)
        {
            publisher.Run(1, gop: 60);
            checkedViewer.Look();
            while (viewer.TryRead(0) is { } group)
            {
                groups++;
                group.Release();
            }

            for (; seen < Stream().Ring.Head; seen++)
            {
                if (Stream().Ring.TryTake(seen) is not { } unit) continue;
                Assert.True(!last.TryGetValue(unit.Track.Id, out long before) || unit.DecodeTime > before, $"{name}: decode time went back");
                last[unit.Track.Id] = unit.DecodeTime;
                unit.Release();
            }
        }

        Assert.True(groups > 800, $"{name}: {groups} groups over RTSP");
        Assert.True(checkedViewer.LeadPlaylists.Count > 100, $"{name}: {checkedViewer.LeadPlaylists.Count} playlists");
        Assert.Equal(0, viewer.Skips);
        Assert.True(Stream().TimelineCounters[cause] > 0, $"{name}: not counted as {cause}");
        double ahead = last[0] / 90_000.0 - Time.Elapsed.TotalSeconds;
        Assert.InRange(ahead, -12, 12);
        string[] errors = [.. checkedViewer.Checker.Findings.Where(finding => finding.Rule.Severity == Severity.Error).Select(finding => finding.ToString()).Take(5)];
        Assert.True(errors.Length == 0, $"{name}: {string.Join('\n', errors)}");
    }

    [Fact]
    public void SoundTwoSecondsAheadStaysBesideItsPictures()
    {
        VirtualPublisher publisher = Publisher(start: 0);
        publisher.AudioClock = at => at + 2;
        publisher.Run(600, gop: 60);
        List<AccessUnit> units = Units(Stream().Ring);
        double video = units.Last(unit => unit.Track.Kind == MediaKind.Video).PathTime / 1e9;
        double audio = units.Last(unit => unit.Track.Kind == MediaKind.Audio).PathTime / 1e9;
        Assert.InRange(Math.Abs(video - audio), 0, 0.1);
    }
}
