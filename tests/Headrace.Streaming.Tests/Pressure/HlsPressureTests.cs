using Headrace.Manifests.Hls.Checking;
using Headrace.Streaming.Branches;
using Headrace.Streaming.Hls;
using Headrace.Streaming.Pressure;
using Headrace.Streaming.Rtp;
using Headrace.Streaming.Streams;
using Headrace.Streaming.Tests.Hls;

namespace Headrace.Streaming.Tests.Pressure;

/// <summary>Playlists keep their rules while fewer pictures come and fewer segments are kept.</summary>
public sealed class HlsPressureTests : StreamTest
{
    public static TheoryData<string> Packagings => ["cmaf", "ts"];

    [Theory]
    [MemberData(nameof(Packagings))]
    public void PlaylistsKeepEveryRuleUpToHighPressureAndBack(string packaging)
    {
        UseOptions(new StreamOptions { Hls = new HlsOptions { Variant = packaging == "ts" ? HlsVariant.MpegTs : HlsVariant.LowLatency } });
        VirtualPublisher publisher = Publisher();
        publisher.HasDisposable = true;
        publisher.Run(180, gop: 60);
        using BranchLease<HlsBranch> lease = (packaging == "ts" ? HlsPackaging.Ts : HlsPackaging.Cmaf).Acquire(Stream());
        CheckedViewer viewer = new(lease.Branch, Time, new CheckerOptions { IsFrameRateVariable = true });
        List<int> listed = [];
        foreach (PressureLevel level in new[] { PressureLevel.Normal, PressureLevel.Low, PressureLevel.Medium, PressureLevel.High, PressureLevel.Normal })
        {
            Stream().SetPressure(level);
            for (int i = 0; i < 30 * 30; i++)
            {
                publisher.Run(1, gop: 60);
                viewer.Look();
            }

            listed.Add(viewer.LeadPlaylists[^1].Playlist.Segments.Count);
        }

        Assert.True(viewer.Checker.Findings.All(finding => finding.Rule.Severity != Severity.Error), string.Join('\n', viewer.Checker.Findings));
        Assert.Equal(10, listed[0]);
        Assert.InRange(listed[3], 3, 5);
        Assert.Equal(10, listed[^1]);
    }

    [Fact]
    public void SegmentsThatLeftThePlaylistGoFirst()
    {
        UseOptions(new StreamOptions());
        VirtualPublisher publisher = Publisher(hasAudio: false);
        publisher.PayloadBytes = 10_000;
        publisher.Run(180, gop: 60);
        using BranchLease<HlsBranch> lease = HlsPackaging.Cmaf.Acquire(Stream());
        publisher.Run(30 * 60, gop: 60);
        long normal = Held("hls");
        Stream().SetPressure(PressureLevel.Low);
        long low = Held("hls");
        Stream().SetPressure(PressureLevel.Medium);
        long medium = Held("hls");
        Stream().SetPressure(PressureLevel.High);
        long high = Held("hls");
        Assert.InRange(low, normal * 0.4, normal * 0.6);
        Assert.Equal(low, medium);
        Assert.InRange(high, normal * 0.1, normal * 0.3);
    }

    [Fact]
    public void StreamOfFiftyMegabitsIsServedWithinTheUsualLimitWithoutTurningViewersAway()
    {
        UseOptions(new StreamOptions { MaxMemory = 400_000_000 });
        VirtualPublisher publisher = Publisher(hasAudio: false);
        publisher.PayloadBytes = 50_000_000 / 8 / 30;
        publisher.Run(180, gop: 60);
        using BranchLease<HlsBranch> hls = HlsPackaging.Cmaf.Acquire(Stream());
        using BranchLease<RtspBranch> rtsp = RtspBranch.Acquire(Stream(), Stream().Tracks);
        PressureLevel most = PressureLevel.Normal;
        for (int i = 0; i < 30 * 90; i++)
        {
            publisher.Run(1, gop: 60);
            if (Stream().Pressure.Level > most) most = Stream().Pressure.Level;
        }

        Assert.True(most == PressureLevel.Low, $"{most}: {string.Join(", ", Stream().Memory.Owners.Select(owner => $"{owner.Name} {owner.Used}"))}");
        Assert.Equal(10, hls.Branch.Presentation!.Renditions[0].Snapshot!.Playlist.Segments.Count);
    }

    private long Held(string owner) => Stream().Memory.Of(owner).Used;
}
