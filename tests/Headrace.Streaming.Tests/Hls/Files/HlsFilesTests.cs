using Headrace.Containers.MpegTs.Checking;
using Headrace.Manifests.Hls;
using Headrace.Manifests.Hls.Reading;
using Headrace.Streaming.Branches;
using Headrace.Streaming.Hls;
using Headrace.Streaming.Hls.Files;
using Headrace.Streaming.Streams;
using Headrace.TestKit;
using Microsoft.Extensions.Logging;

namespace Headrace.Streaming.Tests.Hls.Files;

public sealed class HlsFilesTests : StreamTest
{
    private readonly TemporaryFolder _folder = new();

    private string Root => Path.Combine(_folder.Path, "hls");

    [Theory]
    [InlineData(HlsVariant.MpegTs)]
    [InlineData(HlsVariant.Fmp4)]
    [InlineData(HlsVariant.LowLatency)]
    public async Task FilesAreWhatIsServedAndOldOnesGo(HlsVariant variant)
    {
        BranchLease<HlsBranch> lease = Begin(variant);
        HlsFiles files = lease.Branch.Files!;
        HlsPresentation presentation = lease.Branch.Presentation!;
        HlsRendition rendition = presentation.Renditions[0];
        MediaPlaylist served = rendition.Snapshot!.Playlist;
        string folder = Path.Combine(Root, "cam/hls", rendition.Name);
        await Eventually.True(() => ReadPlaylist(folder)?.NextMediaSequence == served.NextMediaSequence, "the playlist is written");
        MediaPlaylist kept = ReadPlaylist(folder)!;
        Assert.Equal(served.Segments.Select(segment => segment with { Parts = default }), kept.Segments);
        Assert.Null(kept.PartTarget);
        Assert.False(kept.ServerControl!.CanBlockReload);
        foreach ((MediaSegment segment, int at) in kept.Segments.Select((segment, at) => (segment, at)))
        {
            Assert.Equal(Bytes(rendition, served.MediaSequence + at), File.ReadAllBytes(Path.Combine(folder, segment.Uri)));
            if (segment.Map is { } map) Assert.True(File.Exists(Path.Combine(folder, map.Uri)), map.Uri);
            else Assert.Null(TsSegment.Read(File.ReadAllBytes(Path.Combine(folder, segment.Uri))).Fault);
        }

        // The window, and as many again; the oldest are gone.
        Assert.InRange(Directory.GetFiles(folder, "*-s*").Length, kept.Segments.Count, 2 * kept.Segments.Count + 1);
        string multivariant = File.ReadAllText(Path.Combine(Root, "cam/index.m3u8"));
        Assert.Contains($"hls/{rendition.Name}/index.m3u8", multivariant, StringComparison.Ordinal);
        Assert.Equal(0, files.Lost);
        lease.Dispose();
        Registry.RemoveAll(Sessions.SessionEndReason.ServerShutdown);
        await files.Completion;
        Assert.Empty(Directory.GetFileSystemEntries(Root));
    }

    [Fact]
    public async Task DiskThatTakesNothingIsNamedOnceAndCountedAndPlayingGoesOn()
    {
        RecordingLogger log = new();
        File.WriteAllText(Root, "a file where the directory should be");
        using BranchLease<HlsBranch> lease = Begin(HlsVariant.MpegTs, log);
        HlsFiles files = lease.Branch.Files!;
        await Eventually.True(() => files.Lost > 20, "nothing is written");
        Assert.Equal(files.Lost, HlsBranch.FiguresOf(Registry.Find("cam")!).LostFiles);
        Assert.Single(log.Lines, line => line.Contains("segments cannot be written", StringComparison.Ordinal));
        Assert.Equal(10, lease.Branch.Presentation!.Renditions[0].Snapshot!.Playlist.Segments.Count);
        File.Delete(Root);
        _publisher!.Run(120, gop: 60);
        string folder = Path.Combine(Root, "cam/hls/ts");
        await Eventually.True(() => ReadPlaylist(folder) is { } playlist && playlist.Segments.Any(segment => !segment.IsGap), "segments are written again");
        MediaPlaylist kept = ReadPlaylist(folder)!;
        Assert.All(kept.Segments, segment => Assert.Equal(segment.IsGap, !File.Exists(Path.Combine(folder, segment.Uri))));
        Assert.Contains(kept.Segments, segment => segment.IsGap);
        Assert.Single(log.Lines, line => line.Contains("files are missing", StringComparison.Ordinal));
        Registry.RemoveAll(Sessions.SessionEndReason.ServerShutdown);
        await files.Completion;
    }

    [Fact]
    public async Task BranchThatBeginsAnewGoesOnInTheSameFolder()
    {
        BranchLease<HlsBranch> lease = Begin(HlsVariant.MpegTs);
        HlsFiles files = lease.Branch.Files!;
        lease.Dispose();
        Pass(TimeSpan.FromSeconds(11));
        _publisher!.Run(300, gop: 60);
        using BranchLease<HlsBranch> again = HlsPackaging.Ts.Acquire(Stream());
        await files.Completion;
        string folder = Path.Combine(Root, "cam/hls/ts");
        await Eventually.True(() => ReadPlaylist(folder) is { } playlist && playlist.Segments[0].IsDiscontinuity, "the new branch's playlist is written");
        Assert.All(ReadPlaylist(folder)!.Segments, segment => Assert.True(File.Exists(Path.Combine(folder, segment.Uri)), segment.Uri));
        Registry.RemoveAll(Sessions.SessionEndReason.ServerShutdown);
        await again.Branch.Files!.Completion;
    }

    private VirtualPublisher? _publisher;

    private BranchLease<HlsBranch> Begin(HlsVariant variant, RecordingLogger? log = null)
    {
        UseOptions(new StreamOptions { Hls = new HlsOptions { Variant = variant, Directory = Root } }, loggers: log);
        _publisher = Publisher();
        _publisher.Run(120, gop: 60);
        HlsPackaging packaging = HlsPackaging.Of(Stream().Options.Hls);
        BranchLease<HlsBranch> lease = packaging.Acquire(Stream());
        for (int i = 0; i < 30; i++)
        {
            _publisher.Run(60, gop: 60);
            // As fast as this no disk need be: a segment is two seconds.
            Assert.True(SpinWait.SpinUntil(() => lease.Branch.Files!.Waiting == 0, TimeSpan.FromSeconds(10)));
        }

        return lease;
    }

    private static MediaPlaylist? ReadPlaylist(string folder)
    {
        string path = Path.Combine(folder, "index.m3u8");
        if (!File.Exists(path)) return null;
        Assert.True(PlaylistReader.TryReadMedia(File.ReadAllBytes(path), out MediaPlaylist? playlist));
        return playlist;
    }

    private static byte[] Bytes(HlsRendition rendition, long mediaSequence)
    {
        IReadOnlyList<HlsPart> parts = rendition.TryTakeSegment(mediaSequence);
        byte[] bytes = [.. parts.SelectMany(part => part.Buffer.Span.ToArray())];
        foreach (HlsPart part in parts) part.Buffer.Release();
        return bytes;
    }
}
