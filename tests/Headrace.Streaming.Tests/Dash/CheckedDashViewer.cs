using System.Buffers;
using System.Globalization;
using Headrace.Containers.Mp4;
using Headrace.Containers.Mp4.Fragments;
using Headrace.Manifests.Dash;
using Headrace.Manifests.Dash.Checking;
using Headrace.Manifests.Hls.Checking;
using Headrace.Media.Timing;
using Headrace.Streaming.Dash;
using Headrace.Streaming.Hls;
using Headrace.Streaming.Streams;
using Headrace.TestKit;

namespace Headrace.Streaming.Tests.Dash;

/// <summary>Reads the manifest of a branch as a player does who reloads it each time, fetches each segment that it names, and shows all of it to the checker of MPDs.</summary>
internal sealed class CheckedDashViewer(LiveStream stream, HlsBranch branch, VirtualTime time)
{
    private const string Root = "http://host/cam/";

    private readonly List<DashSegment> _pending = [];

    public MpdChecker Checker { get; } = new();

    /// <summary>Each manifest that was another one.</summary>
    public List<Mpd> Manifests { get; } = [];

    /// <summary>Segments that were read.</summary>
    public int Segments { get; private set; }

    public void Look()
    {
        if (DashManifest.Describe(stream, branch, time) is not { } manifest) return;
        MonotonicTime now = MonotonicTime.Now(time);
        if (Manifests.Count == 0 || Manifests[^1] != manifest) Manifests.Add(manifest);
        ArrayBufferWriter<byte> text = new();
        MpdWriter.Write(manifest, text);
        _pending.AddRange(Checker.Observe(new MpdResponse(Root + "manifest.mpd", now, time.GetUtcNow().UtcDateTime, 200, text.WrittenMemory)));
        _pending.RemoveAll(segment => TryFetch(segment, now));
    }

    private bool TryFetch(DashSegment segment, MonotonicTime now)
    {
        string[] path = segment.Url[Root.Length..].Split('?')[0].Split('/');
        HlsRendition rendition = branch.Presentation!.Find(path[1])!;
        string name = path[2].Split('-')[1];
        long at = long.Parse(name[1..^4], CultureInfo.InvariantCulture);
        List<HlsPart> parts = [];
        SegmentProgress progress = rendition.TakeParts(name[0] == 't' ? rendition.FindSegmentAt(at) ?? -1 : at, 0, parts);
        byte[] bytes = [.. parts.SelectMany(part => part.Buffer.Span.ToArray())];
        foreach (HlsPart part in parts) part.Buffer.Release();
        if (progress is SegmentProgress.Open or SegmentProgress.Next) return false;
        Segments++;
        int map = int.Parse(segment.Initialization.Split("-init")[1][..^4], CultureInfo.InvariantCulture);
        Checker.Observe(new MediaFact(segment.Url, now, progress == SegmentProgress.Complete ? 200 : 404, bytes.Length, "", bytes.Length == 0 ? null : Read(rendition.FindMap(map)!, bytes)));
        return true;
    }

    private static MediaTiming Read(HlsMap map, byte[] bytes)
    {
        Assert.True(InitSegmentReader.TryRead(map.Bytes.Span, out InitSegmentInfo? init, out _));
        Assert.True(FragmentReader.TryRead(init, bytes, out FragmentContents? contents, out Mp4Error error), error.ToString());
        TrackTiming track = contents.Tracks[0];
        RandomAccessPlace access = track.StartsWithSync ? RandomAccessPlace.AtStart : RandomAccessPlace.None;
        return new MediaTiming(track.FirstDecodeTime, track.EndDecodeTime - track.FirstDecodeTime, (int)track.Timescale, access);
    }
}
