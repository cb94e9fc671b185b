using Headrace.Containers.Mp4;
using Headrace.Containers.Mp4.Fragments;
using Headrace.Manifests.Hls;
using Headrace.Manifests.Hls.Checking;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.Streaming.Branches;
using Headrace.Streaming.Hls;
using Headrace.Streaming.Streams;

namespace Headrace.Streaming.Tests.Hls;

public sealed class CmafBranchTests : StreamTest
{
    [Theory]
    [InlineData(24_000 / 1001.0, false)]
    [InlineData(25, false)]
    [InlineData(30_000 / 1001.0, false)]
    [InlineData(30, false)]
    [InlineData(50, false)]
    [InlineData(60, false)]
    [InlineData(12, false)]
    [InlineData(24_000 / 1001.0, true)]
    [InlineData(30_000 / 1001.0, true)]
    public void PlaylistsOfEachFrameRateKeepEveryRule(double framesPerSecond, bool hasMilliseconds)
    {
        VirtualPublisher publisher = Publisher();
        publisher.HasMillisecondTimestamps = hasMilliseconds;
        int gop = (int)Math.Round(framesPerSecond * 2);
        publisher.Run(gop * 2, framesPerSecond, gop);
        using BranchLease<HlsBranch> lease = Acquire();
        CheckedViewer viewer = new(lease.Branch, Time);
        for (int i = 0; i < framesPerSecond * 60; i++)
        {
            publisher.Run(1, framesPerSecond, gop);
            viewer.Look();
        }

        AssertClean(viewer);
        Assert.True(viewer.LeadPlaylists.Count > 250, $"{viewer.LeadPlaylists.Count} playlists");
    }

    [Fact]
    public void PlaylistsOfAVariableFrameRateTellTrueDurations()
    {
        const double FramesPerSecond = 30 * 5 / 7.0;
        VirtualPublisher publisher = Publisher();
        publisher.Clock = seconds =>
        {
            // Two frames of every seven are missing.
            long frame = (long)Math.Round(seconds * FramesPerSecond);
            return (frame / 5 * 7 + frame % 5) / 30.0;
        };
        publisher.AudioClock = seconds => seconds;
        publisher.Run(100, FramesPerSecond, 30);
        using BranchLease<HlsBranch> lease = Acquire();
        CheckedViewer viewer = new(lease.Branch, Time, new CheckerOptions { IsFrameRateVariable = true });
        for (int i = 0; i < 500; i++)
        {
            publisher.Run(1, FramesPerSecond, 30);
            viewer.Look();
        }

        AssertClean(viewer);
        Assert.Equal(TimeSpan.FromSeconds(0.2), viewer.LeadPlaylists[0].Playlist.PartTarget);
    }

    [Fact]
    public void PublisherThatBlinksTwiceIsADiscontinuityInEveryRendition()
    {
        VirtualPublisher publisher = Publisher();
        publisher.Run(120, gop: 60);
        using BranchLease<HlsBranch> lease = Acquire();
        CheckedViewer viewer = new(lease.Branch, Time);
        for (int blink = 0; blink < 3; blink++)
        {
            for (int i = 0; i < 630; i++)
            {
                publisher.Run(1, gop: 60);
                viewer.Look();
            }

            publisher.End();
            viewer.Checker.PublisherAway();
            Pass(TimeSpan.FromSeconds(3));
            publisher = Publisher(start: (uint)(7777 * (blink + 1)));
        }

        AssertClean(viewer);
        foreach (HlsRendition rendition in lease.Branch.Presentation!.Renditions)
        {
            MediaPlaylist last = rendition.Snapshot!.Playlist;
            Assert.Equal(2, last.DiscontinuitySequence + last.Segments.Count(segment => segment.IsDiscontinuity));
        }
    }

    [Fact]
    public void VideoAndSoundHaveSegmentsOfTheSameTimesUnderTheSameNumbers()
    {
        Play(seconds: 20);
        using BranchLease<HlsBranch> lease = Acquire();
        IReadOnlyList<HlsRendition> renditions = lease.Branch.Presentation!.Renditions;
        MediaPlaylist video = renditions[0].Snapshot!.Playlist;
        MediaPlaylist audio = renditions[1].Snapshot!.Playlist;
        Assert.Equal(video.MediaSequence, audio.MediaSequence);
        Assert.All(video.Segments.Zip(audio.Segments), pair =>
            Assert.InRange(Math.Abs((pair.First.ProgramDateTime!.Value - pair.Second.ProgramDateTime!.Value).TotalMilliseconds), 0, 50));
    }

    [Fact]
    public void NewResolutionIsANewMapAndADiscontinuity()
    {
        VirtualPublisher publisher = Play(seconds: 8);
        using BranchLease<HlsBranch> lease = Acquire();
        (publisher.Format, publisher.Sets) = TestFormats.Large;
        publisher.Run(240, gop: 60);
        MediaPlaylist playlist = lease.Branch.Presentation!.Renditions[0].Snapshot!.Playlist;
        MediaSegment changed = Assert.Single(playlist.Segments, segment => segment.IsDiscontinuity);
        Assert.NotEqual(playlist.Segments[0].Map, changed.Map);
        Assert.Equal(new Resolution(1920, 1080), lease.Branch.Presentation.Describe().Variants[0].Resolution);
    }

    [Fact]
    [Trait("Pain", "5")]
    public void SecondPictureParameterSetIsANewMapWithoutADiscontinuity()
    {
        VirtualPublisher publisher = Play(seconds: 8);
        using BranchLease<HlsBranch> lease = Acquire();
        publisher.Sets = publisher.Sets.With(ParameterSetKind.Pps, 1, [0x68, 2]);
        publisher.Run(240, gop: 60);
        MediaPlaylist playlist = lease.Branch.Presentation!.Renditions[0].Snapshot!.Playlist;
        Assert.DoesNotContain(playlist.Segments, segment => segment.IsDiscontinuity);
        Assert.Equal(2, playlist.Segments.Select(segment => segment.Map).Distinct().Count());
    }

    [Fact]
    public void ParameterSetWithinAGroupStandsBeforeItsPictureUntilTheNextKeyFrame()
    {
        VirtualPublisher publisher = Play(seconds: 8);
        using BranchLease<HlsBranch> lease = Acquire();
        publisher.Run(20, gop: 60);
        byte[] late = [0x68, 2];
        publisher.Sets = publisher.Sets.With(ParameterSetKind.Pps, 1, late);
        publisher.Run(240, gop: 60);
        HlsRendition video = lease.Branch.Presentation!.Renditions[0];
        MediaPlaylist playlist = video.Snapshot!.Playlist;
        Assert.DoesNotContain(playlist.Segments, segment => segment.IsDiscontinuity);
        MediaSegment changed = playlist.Segments.First(segment => segment.Map != playlist.Segments[0].Map);
        Assert.True(changed.Parts[0].IsIndependent);
        Assert.Equal(1, Enumerable.Range(0, (int)playlist.LastPosition.MediaSequence).Sum(segment => CountOf([0, 0, 0, 2, .. late, 0, 0], video, segment)));
    }

    private static int CountOf(byte[] bytes, HlsRendition rendition, int segment)
    {
        int count = 0;
        foreach (HlsPart part in rendition.TryTakeSegment(segment))
        {
            if (part.Buffer.Span.IndexOf(bytes) >= 0) count++;
            part.Buffer.Release();
        }

        return count;
    }

    [Fact]
    public void GroupLongerThanTheTargetIsCutAtAPartBorder()
    {
        VirtualPublisher publisher = Play(seconds: 12);
        using BranchLease<HlsBranch> lease = Acquire();
        CheckedViewer viewer = new(lease.Branch, Time);
        for (int i = 0; i < 900; i++)
        {
            publisher.Run(1, gop: 300);
            viewer.Look();
        }

        AssertClean(viewer);
    }

    [Fact]
    public void StreamOfSoundAloneIsPlayable()
    {
        VirtualPublisher publisher = Publisher(hasVideo: false);
        publisher.RunAudio(TimeSpan.FromSeconds(10));
        using BranchLease<HlsBranch> lease = Acquire();
        CheckedViewer viewer = new(lease.Branch, Time);
        for (int i = 0; i < 200; i++)
        {
            publisher.RunAudio(TimeSpan.FromMilliseconds(100));
            viewer.Look();
        }

        AssertClean(viewer);
        Variant variant = Assert.Single(lease.Branch.Presentation!.Describe().Variants);
        Assert.Equal("mp4a.40.2", variant.Codecs);
        Assert.Null(variant.Resolution);
    }

    [Fact]
    public void BranchThatStopsAndStartsAgainGoesOnWithItsNumbersAndTargets()
    {
        VirtualPublisher publisher = Play(seconds: 10);
        long next;
        using (BranchLease<HlsBranch> lease = Acquire()) next = lease.Branch.Presentation!.Renditions[0].Snapshot!.NextMediaSequence;
        Pass(TimeSpan.FromSeconds(11));
        Assert.Equal(0, Stream().Branches.Count);
        publisher.Run(600, gop: 60);
        using BranchLease<HlsBranch> again = Acquire();
        MediaPlaylist playlist = again.Branch.Presentation!.Renditions[0].Snapshot!.Playlist;
        Assert.True(playlist.MediaSequence >= next);
        Assert.True(playlist.Segments[0].IsDiscontinuity);
    }

    [Fact]
    public async Task HintedPartWakesThoseWhoWaitForIt()
    {
        VirtualPublisher publisher = Play(seconds: 8);
        using BranchLease<HlsBranch> lease = Acquire();
        HlsRendition rendition = lease.Branch.Presentation!.Renditions[0];
        long hinted = rendition.Snapshot!.NextPart;
        Assert.Null(rendition.TryTakePart(hinted));
        Task change = rendition.NextChange();
        publisher.Run(12, gop: 60);
        await change.WaitAsync(TimeSpan.FromSeconds(5));
        HlsPart part = rendition.TryTakePart(hinted)!;
        part.Buffer.Release();
    }

    [Fact]
    public void WindowIsBoundedAndMemoryWithIt()
    {
        VirtualPublisher publisher = Play(seconds: 10);
        using BranchLease<HlsBranch> lease = Acquire();
        publisher.Run(60 * 30, gop: 60);
        long after = Stream().Memory.Used;
        publisher.Run(120 * 30, gop: 60);
        Assert.InRange(Stream().Memory.Used, after / 2, after * 3 / 2);
        Assert.InRange(lease.Branch.Presentation!.Renditions[0].Snapshot!.Playlist.Segments.Count, 10, 11);
    }

    [Fact]
    public void PlainVariantListsNoParts()
    {
        UseOptions(new StreamOptions { Hls = new HlsOptions { Variant = HlsVariant.Fmp4 } });
        Play(seconds: 20);
        using BranchLease<HlsBranch> lease = Acquire();
        MediaPlaylist playlist = lease.Branch.Presentation!.Renditions[0].Snapshot!.Playlist;
        Assert.Null(playlist.PartTarget);
        Assert.Null(playlist.Open);
        Assert.All(playlist.Segments, segment => Assert.Empty(segment.Parts));
        Assert.Empty(playlist.PreloadHints);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(1)]
    public void TrackThatComesLateMissesNoBorderOfTheLead(int audioBehindSeconds)
    {
        Publisher();
        using BranchLease<HlsBranch> lease = Acquire();
        Track video = Stream().Tracks[0];
        Track audio = Stream().Tracks[1];
        long sound = 0;
        for (int frame = 0; frame < 1200; frame++)
        {
            Feed(lease.Branch, video, frame * 3000L, frame % 60 == 0 ? RandomAccess.Idr : RandomAccess.None);
            for (; sound / 48_000.0 < frame / 30.0 - audioBehindSeconds; sound += 1024) Feed(lease.Branch, audio, sound, RandomAccess.Idr);
        }

        IReadOnlyList<HlsRendition> renditions = lease.Branch.Presentation!.Renditions;
        Dictionary<long, TimeSpan> starts = Starts(renditions[0]);
        Dictionary<long, TimeSpan> soundStarts = Starts(renditions[1]);
        long[] both = [.. starts.Keys.Intersect(soundStarts.Keys)];
        Assert.True(both.Length >= 5, $"{both.Length} segments in common");
        Assert.All(both, number => Assert.InRange(Math.Abs((starts[number] - soundStarts[number]).TotalMilliseconds), 0, 50));
    }

    [Fact]
    public void SegmentsWithReorderedPicturesBeginWithTheirFirstPresentation()
    {
        Publisher();
        using BranchLease<HlsBranch> lease = Acquire();
        Track video = Stream().Tracks[0];
        Track audio = Stream().Tracks[1];
        long sound = 0;
        for (int frame = 0; frame < 600; frame++)
        {
            // Presented a frame after decoding, and each second picture before the one that was decoded ahead of it: I0 P2 B1 P4 B3 …
            int offset = frame % 60 == 0 ? 1 : frame % 60 == 59 ? 1 : frame % 2 == 1 ? 2 : 0;
            Feed(lease.Branch, video, frame * 3000L, frame % 60 == 0 ? RandomAccess.Idr : RandomAccess.None, offset * 3000);
            for (; sound / 48_000.0 < frame / 30.0; sound += 1024) Feed(lease.Branch, audio, sound, RandomAccess.Idr);
        }

        IReadOnlyList<HlsRendition> renditions = lease.Branch.Presentation!.Renditions;
        foreach (long number in Starts(renditions[0]).Keys)
        {
            TrackTiming track = ReadSegment(renditions[0], number);
            Assert.Equal((number - 1) * 180_000 + 3000, track.FirstDecodeTime);
            Assert.Equal(track.FirstDecodeTime, track.FirstPresentationTime);
        }

        Dictionary<long, TimeSpan> starts = Starts(renditions[0]);
        Assert.All(Starts(renditions[1]).Where(start => start.Key > 1), start => Assert.InRange((start.Value - starts[start.Key]).TotalMilliseconds, 0, 1024 / 48.0));
    }

    [Fact]
    public void PicturesOfManyMegabytesMakeShorterPartsAndHarmNothing()
    {
        VirtualPublisher publisher = Publisher();
        publisher.PayloadBytes = 6_000_000;
        publisher.Run(45, gop: 15);
        using BranchLease<HlsBranch> lease = Acquire();
        publisher.Run(90, gop: 15);
        publisher.PayloadBytes = 400;
        publisher.Run(90, gop: 15);
        Assert.NotNull(lease.Branch.Presentation);
        Assert.False(lease.Branch.IsEnded);
    }

    private static Dictionary<long, TimeSpan> Starts(HlsRendition rendition)
    {
        MediaPlaylist playlist = rendition.Snapshot!.Playlist;
        DateTime origin = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        return playlist.Segments.Index().ToDictionary(segment => playlist.MediaSequence + segment.Index, segment => segment.Item.ProgramDateTime!.Value - origin);
    }

    private static TrackTiming ReadSegment(HlsRendition rendition, long number)
    {
        IReadOnlyList<HlsPart> parts = rendition.TryTakeSegment(number);
        byte[] bytes = [.. parts.SelectMany(part => part.Buffer.Span.ToArray())];
        foreach (HlsPart part in parts) part.Buffer.Release();
        Assert.True(InitSegmentReader.TryRead(rendition.FindMap(0)!.Bytes.Span, out InitSegmentInfo? init, out _));
        Assert.True(FragmentReader.TryRead(init, bytes, out FragmentContents? contents, out Mp4Error error), error.ToString());
        return contents.Tracks[0];
    }

    private static void Feed(HlsBranch branch, Track track, long decodeTime, RandomAccess access, int presentationOffset = 0)
    {
        AccessUnit unit = new()
        {
            Track = track,
            Sequence = 0,
            DecodeTime = decodeTime,
            PresentationOffset = presentationOffset,
            PathTime = Timebase.ToNanoseconds(decodeTime, track.ClockRate),
            Arrival = new MonotonicTime(1),
            RandomAccess = access,
            Payload = Pool.Copy(new byte[100]),
        };
        branch.OnUnit(unit);
        unit.Release();
    }

    private static void AssertClean(CheckedViewer viewer) =>
        Assert.True(viewer.Checker.Findings.All(finding => finding.Rule.Severity != Severity.Error), string.Join('\n', viewer.Checker.Findings.Take(20)));

    private VirtualPublisher Play(int seconds)
    {
        VirtualPublisher publisher = Publisher();
        publisher.Run(seconds * 30, gop: 60);
        return publisher;
    }

    private BranchLease<HlsBranch> Acquire() => HlsPackaging.Cmaf.Acquire(Stream());
}
