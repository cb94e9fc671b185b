using System.Security.Cryptography;
using Headrace.Containers.MpegTs;
using Headrace.Containers.MpegTs.Checking;
using Headrace.Containers.Mp4;
using Headrace.Containers.Mp4.Fragments;
using Headrace.Manifests.Hls;
using Headrace.Manifests.Hls.Checking;
using Headrace.Media.Timing;
using Headrace.Streaming.Hls;
using Headrace.TestKit;

namespace Headrace.Streaming.Tests.Hls;

/// <summary>Reads a branch as a viewer does who reloads at each change, and shows all of it to the playlist checker.</summary>
internal sealed class CheckedViewer(HlsBranch branch, VirtualTime time, CheckerOptions? options = null)
{
    private const string Root = "http://host/cam/";
    private readonly Dictionary<string, HlsPlaylistSnapshot> _seen = [];
    private readonly HashSet<string> _fetched = [];
    private bool _hasMultivariant;

    public PlaylistChecker Checker { get; } = new(options);

    public List<HlsPlaylistSnapshot> LeadPlaylists { get; } = [];

    /// <summary>Looks at everything that changed since the last look.</summary>
    public void Look()
    {
        if (branch.Presentation is not { } presentation) return;
        MonotonicTime now = MonotonicTime.Now(time);
        if (!_hasMultivariant)
        {
            _hasMultivariant = true;
            System.Buffers.ArrayBufferWriter<byte> text = new();
            MultivariantPlaylistWriter.Write(presentation.Describe(), text);
            Checker.Observe(new PlaylistResponse(Root + "index.m3u8", now, now, 200, text.WrittenMemory));
        }

        foreach (HlsRendition rendition in presentation.Renditions) Look(rendition, now);
    }

    private void Look(HlsRendition rendition, MonotonicTime now)
    {
        HlsPlaylistSnapshot snapshot = rendition.Snapshot!;
        if (_seen.TryGetValue(rendition.Name, out HlsPlaylistSnapshot? last) && last == snapshot) return;
        bool isFirst = !_seen.ContainsKey(rendition.Name);
        _seen[rendition.Name] = snapshot;
        if (rendition == branch.Presentation!.Renditions[0]) LeadPlaylists.Add(snapshot);
        string folder = $"{Root}hls/{rendition.Name}/";
        ReadOnlyMemory<byte> full = snapshot.Render(false, false);
        PlaylistResponse response = isFirst
            ? new PlaylistResponse(folder + "index.m3u8", now, now, 200, full)
            : new PlaylistResponse(folder + "index.m3u8?_HLS_skip=YES", now, now, 200, snapshot.Render(true, false), FullBody: full);
        Checker.Observe(response);
        foreach (MediaSegment segment in snapshot.Playlist.Segments)
        {
            Fetch(rendition, folder, segment.Uri, isPart: false, now);
            foreach (PartialSegment part in segment.Parts) Fetch(rendition, folder, part.Uri, isPart: true, now);
        }

        if (snapshot.Playlist.Open is not { } open) return;
        foreach (PartialSegment part in open.Parts) Fetch(rendition, folder, part.Uri, isPart: true, now);
    }

    private void Fetch(HlsRendition rendition, string folder, string uri, bool isPart, MonotonicTime now)
    {
        if (!_fetched.Add(folder + uri)) return;
        long number = long.Parse(uri[(uri.IndexOf('-', StringComparison.Ordinal) + 2)..uri.LastIndexOf('.')], System.Globalization.CultureInfo.InvariantCulture);
        IReadOnlyList<HlsPart> parts = isPart ? [rendition.TryTakePart(number)!] : rendition.TryTakeSegment(number);
        byte[] bytes = [.. parts.SelectMany(part => part.Buffer.Span.ToArray())];
        foreach (HlsPart part in parts) part.Buffer.Release();
        MediaTiming timing = branch.Packaging == HlsPackaging.Ts ? ReadTransport(bytes) : ReadFragments(rendition, bytes);
        Checker.Observe(new MediaFact(folder + uri, now, 200, bytes.Length, Convert.ToHexString(SHA256.HashData(bytes)), timing));
    }

    /// <summary>The whole transport stream, over its segments.</summary>
    public TsChecker Transport { get; } = new();

    private MediaTiming ReadTransport(byte[] bytes)
    {
        Transport.Read(bytes);
        TsSegment segment = TsSegment.Read(bytes);
        Assert.Null(segment.Fault);
        Assert.Equal(0, bytes[1] & 0x1F | bytes[2]);
        RandomAccessPlace place = segment.FirstPoint == 0 ? RandomAccessPlace.AtStart : RandomAccessPlace.None;
        return new MediaTiming(segment.FirstDecodeTime!.Value, segment.Duration, TsTimestamp.ClockRate, place, segment.Uncertainty);
    }

    private static MediaTiming ReadFragments(HlsRendition rendition, byte[] bytes)
    {
        Assert.True(InitSegmentReader.TryRead(rendition.FindMap(0)!.Bytes.Span, out InitSegmentInfo? init, out _));
        Assert.True(FragmentReader.TryRead(init, bytes, out FragmentContents? contents, out Mp4Error error), error.ToString());
        TrackTiming track = contents.Tracks[0];
        RandomAccessPlace access = track.StartsWithSync ? RandomAccessPlace.AtStart : RandomAccessPlace.None;
        return new MediaTiming(track.FirstDecodeTime, track.EndDecodeTime - track.FirstDecodeTime, (int)track.Timescale, access);
    }
}
