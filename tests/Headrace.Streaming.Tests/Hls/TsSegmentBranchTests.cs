using Headrace.Containers.MpegTs.Checking;
using Headrace.Manifests.Hls;
using Headrace.Manifests.Hls.Checking;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.G711;
using Headrace.Media.Timeline;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.Streaming.Branches;
using Headrace.Streaming.Hls;
using Headrace.Streaming.Streams;

namespace Headrace.Streaming.Tests.Hls;

public sealed class TsSegmentBranchTests : StreamTest
{
    [Theory]
    [InlineData(24_000 / 1001.0, false)]
    [InlineData(25, false)]
    [InlineData(30_000 / 1001.0, true)]
    [InlineData(30, false)]
    [InlineData(60, false)]
    [InlineData(12, false)]
    public void PlaylistAndStreamOfEachFrameRateKeepEveryRule(double framesPerSecond, bool hasMilliseconds)
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
        Assert.True(viewer.LeadPlaylists.Count > 25, $"{viewer.LeadPlaylists.Count} playlists");
        Assert.All(viewer.LeadPlaylists[^1].Playlist.Segments, segment => Assert.True(segment is { Map: null, Parts.Count: 0 } && segment.Uri.EndsWith(".ts", StringComparison.Ordinal)));
    }

    [Fact]
    public void SoundThatComesTooLateIsCountedOverAllBranches()
    {
        VirtualPublisher publisher = Publisher();
        publisher.Run(60);
        using (BranchLease<HlsBranch> lease = Acquire()) RunLate();
        long late = HlsBranch.FiguresOf(Registry.Find("cam")!).LateUnits;
        Assert.True(late > 0);
        Time.Advance(BranchSet.Linger);
        Registry.HandleTimeout(MonotonicTime.Now(Time));
        using BranchLease<HlsBranch> next = Acquire();
        RunLate();
        Assert.True(HlsBranch.FiguresOf(Registry.Find("cam")!).LateUnits > late);

        // A second of pictures, and then its sound.
        void RunLate()
        {
            for (int i = 0; i < 30; i++)
            {
                Time.Advance(TimeSpan.FromSeconds(1 / 30.0));
                publisher.PublishVideo(publisher.Frames * 3_000, i == 0 ? RandomAccess.Idr : RandomAccess.None);
            }

            publisher.RunAudio(TimeSpan.Zero);
        }
    }

    [Fact]
    public void PlaylistNamesTheCodecsOfAllTracks()
    {
        Play(seconds: 8);
        using BranchLease<HlsBranch> lease = Acquire();
        MultivariantPlaylist playlist = lease.Branch.Presentation!.Describe();
        Variant variant = Assert.Single(playlist.Variants);
        Assert.Equal("hls/ts/index.m3u8", variant.Uri);
        Assert.Equal("avc1.4d001f,mp4a.40.2", variant.Codecs);
        Assert.Equal((new Resolution(1280, 720), 30m), (variant.Resolution, variant.FrameRate));
        Assert.Null(variant.AudioGroup);
        Assert.Empty(playlist.Renditions);
    }

    [Fact]
    public void PublisherThatBlinksIsADiscontinuityInPlaylistAndStream()
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
        MediaPlaylist last = lease.Branch.Presentation!.Renditions[0].Snapshot!.Playlist;
        Assert.Equal(2, last.DiscontinuitySequence + last.Segments.Count(segment => segment.IsDiscontinuity));
    }

    [Fact]
    public void NewResolutionIsADiscontinuity()
    {
        VirtualPublisher publisher = Play(seconds: 8);
        using BranchLease<HlsBranch> lease = Acquire();
        (publisher.Format, publisher.Sets) = TestFormats.Large;
        publisher.Run(240, gop: 60);
        Assert.Single(lease.Branch.Presentation!.Renditions[0].Snapshot!.Playlist.Segments, segment => segment.IsDiscontinuity);
        Assert.Equal(new Resolution(1920, 1080), lease.Branch.Presentation.Describe().Variants[0].Resolution);
    }

    [Fact]
    public void GroupLongerThanTheTargetIsCut()
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
        Assert.Equal("mp4a.40.2", Assert.Single(lease.Branch.Presentation!.Describe().Variants).Codecs);
    }

    [Fact]
    public void BranchThatStopsAndStartsAgainGoesOnWithItsNumbers()
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
    public void BothPackagingsRunBesideEachOther()
    {
        VirtualPublisher publisher = Play(seconds: 8);
        using BranchLease<HlsBranch> transport = Acquire();
        using BranchLease<HlsBranch> fragments = HlsPackaging.Cmaf.Acquire(Stream());
        publisher.Run(300, gop: 60);
        Assert.Equal(2, Stream().Branches.Count);
        Assert.NotEqual(transport.Branch.Presentation!.Renditions[0].Incarnation, fragments.Branch.Presentation!.Renditions[0].Incarnation);
        Assert.Equal(2, fragments.Branch.Presentation.Renditions.Count);
        Assert.Single(transport.Branch.Presentation.Renditions);
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
    public void LargePicturesAreKeptInSeveralBuffers()
    {
        VirtualPublisher publisher = Publisher();
        publisher.PayloadBytes = 300_000;
        publisher.Run(90, gop: 15);
        using BranchLease<HlsBranch> lease = Acquire();
        publisher.Run(90, gop: 15);
        HlsRendition rendition = lease.Branch.Presentation!.Renditions[0];
        IReadOnlyList<HlsPart> pieces = rendition.TryTakeSegment(rendition.Snapshot!.Playlist.MediaSequence);
        Assert.True(pieces.Count > 10, $"{pieces.Count} buffers");
        TsSegment segment = TsSegment.Read(pieces.SelectMany(piece => piece.Buffer.Span.ToArray()).ToArray());
        Assert.Null(segment.Fault);
        foreach (HlsPart piece in pieces) piece.Buffer.Release();
    }

    [Fact]
    public void TrackThatTransportStreamsDoNotCarryIsLeftOut()
    {
        RecordingLogger log = new();
        UseOptions(new StreamOptions(), loggers: log);
        AnnouncedTrack[] announced =
        [
            new(TestFormats.Small.Format.Codec, TestFormats.Small.Format, TestFormats.Small.Sets, 90_000),
            new(G711Codec.MuLaw, G711Format.Of(G711Codec.MuLaw), ParameterSets.Empty, 8000),
        ];
        Assert.Equal(PublishRefusal.None, Registry.TryPublish("cam", announced, null, out Publication? publication));
        using BranchLease<HlsBranch> lease = Acquire();
        for (int i = 0; i < 300; i++)
        {
            Time.Advance(TimeSpan.FromSeconds(1 / 30.0));
            publication!.Publish(0, new InputTimestamps((uint)i * 3000), MonotonicTime.Now(Time), Unit(TestFormats.Small.Format, TestFormats.Small.Sets, i % 60 == 0 ? RandomAccess.Idr : RandomAccess.None));
            publication.Publish(1, new InputTimestamps((uint)i * 267), MonotonicTime.Now(Time), Unit(G711Format.Of(G711Codec.MuLaw), ParameterSets.Empty, RandomAccess.Idr));
        }

        Assert.Equal("avc1.4d001f", Assert.Single(lease.Branch.Presentation!.Describe().Variants).Codecs);
        Assert.Single(log.Lines, line => line.EndsWith("there is no stream type for it; G.711 µ-law goes out over RTSP, RTP, RTMP and FLV over HTTP; AAC goes out over all", StringComparison.Ordinal));
        publication!.End();
    }

    private AssembledUnit Unit(TrackFormat format, ParameterSets sets, RandomAccess access) => new()
    {
        Payload = MediaBufferPool.Shared.Copy([0, 0, 0, 3, 0x65, 1, 2], Stream().Memory),
        Format = format,
        ParameterSets = sets,
        RandomAccess = access,
        ReorderDepth = 0,
        NominalDuration = format is G711Format ? 267 : 0,
    };

    private static void AssertClean(CheckedViewer viewer)
    {
        Assert.True(viewer.Checker.Findings.All(finding => finding.Rule.Severity != Severity.Error), string.Join('\n', viewer.Checker.Findings.Take(20)));
        Assert.True(viewer.Transport.Breaches == 0, string.Join('\n', viewer.Transport.Findings.Take(20)));
    }

    private VirtualPublisher Play(int seconds)
    {
        VirtualPublisher publisher = Publisher();
        publisher.Run(seconds * 30, gop: 60);
        return publisher;
    }

    private BranchLease<HlsBranch> Acquire() => HlsPackaging.Ts.Acquire(Stream());
}
