using System.Buffers;
using System.Text;
using Headrace.Manifests.Hls;
using Headrace.Manifests.Hls.Checking;
using Headrace.Manifests.Hls.Planning;
using Headrace.Media.Timing;

namespace Headrace.Manifests.Tests.Hls.Checking;

/// <summary>
/// Follows a virtual stream as a player does and feeds a checker: the Multivariant Playlist, blocking reloads of each part, each third of them a
/// delta update with its full counterpart, and all media. Tests change what it sees.
/// </summary>
internal sealed class VirtualFollower(VirtualStreamOptions? options = null, CheckerOptions? checkerOptions = null)
{
    public const string Root = "http://example.test/live/";
    public static readonly string VideoUrl = $"{Root}hls/video.m3u8?s=x";
    public static readonly string AudioUrl = $"{Root}hls/audio.m3u8?s=x";
    private const int DeltaEvery = 3;
    private readonly VirtualStreamOptions _options = options ?? new VirtualStreamOptions();
    private readonly Dictionary<string, int> _counts = new() { ["video"] = 0, ["audio"] = 0 };
    private readonly Dictionary<string, TimeSpan> _lastAt = [];
    private readonly HashSet<string> _maps = [];

    public PlaylistChecker Checker { get; } = new(checkerOptions);

    /// <summary>Changes the Multivariant Playlist.</summary>
    public Func<MultivariantPlaylist, MultivariantPlaylist> Multivariant { get; set; } = p => p;

    /// <summary>Changes a playlist before it is written: rendition, how manieth reload, playlist.</summary>
    public Func<string, int, MediaPlaylist, MediaPlaylist> Playlist { get; set; } = (_, _, p) => p;

    /// <summary>Changes a text: rendition, how manieth reload, text. A delta update's full counterpart is not changed.</summary>
    public Func<string, int, string, string> Text { get; set; } = (_, _, t) => t;

    /// <summary>Changes an answer: rendition (or "multivariant"), how manieth reload, answer.</summary>
    public Func<string, int, PlaylistResponse, PlaylistResponse> Response { get; set; } = (_, _, r) => r;

    /// <summary>Changes what is known of media; null hides it.</summary>
    public Func<MediaFact, MediaFact?> Fact { get; set; } = f => f;

    /// <summary>Follows for a while and gives what was found.</summary>
    public IReadOnlyList<Finding> Run(TimeSpan duration)
    {
        VirtualRendition video = new("video", _options.Video(), _options);
        VirtualRendition audio = new("audio", _options.Audio(), _options);
        TimeSpan greatest = video.Plan.PartTarget > audio.Plan.PartTarget ? video.Plan.PartTarget : audio.Plan.PartTarget;
        LiveTargets targets = LiveTargets.For(_options.TargetDuration, greatest, _options.WantedSegments * _options.SegmentDuration);
        ObserveMultivariant();
        Queue<TimeSpan> pauses = new(_options.TellsPauses ? _options.Pauses : []);
        while (true)
        {
            VirtualRendition next = video.NextPartAt <= audio.NextPartAt ? video : audio;
            TimeSpan at = next.NextPartAt;
            if (at > duration) break;
            if (pauses.TryPeek(out TimeSpan pause) && at > pause)
            {
                Checker.PublisherAway();
                pauses.Dequeue();
            }

            next.MakePart();
            if (at >= _options.HidesFrom && at < _options.HidesUntil) at = _options.HidesUntil;
            Observe(next, next == video ? audio : video, targets, at);
        }

        Checker.Finish(At(duration));
        return Checker.Findings;
    }

    private void Observe(VirtualRendition rendition, VirtualRendition other, LiveTargets targets, TimeSpan at)
    {
        int count = _counts[rendition.Name]++;
        RenditionReport report = new($"{other.Name}.m3u8", other.Position.MediaSequence < 0 ? 0 : other.Position.MediaSequence, other.Position.Part);
        MediaPlaylist playlist = Playlist(rendition.Name, count, rendition.Snapshot(targets, [report]));
        TimeSpan requested = _lastAt.GetValueOrDefault(rendition.Name) + TimeSpan.FromMilliseconds(1);
        string directives = "";
        if (count > 0)
        {
            RefuseMeanwhile(rendition.Name, count, requested, at, targets);
            directives = $"&_HLS_msn={rendition.Position.MediaSequence}&_HLS_part={rendition.Position.Part}";
        }

        bool isDelta = count % DeltaEvery == DeltaEvery - 1;
        string full = Write(playlist, false);
        string body = Text(rendition.Name, count, isDelta ? Write(playlist, true) : full);
        PlaylistResponse response = new(
            $"{Root}hls/{rendition.Name}.m3u8?s=x{directives}{(isDelta ? "&_HLS_skip=YES" : "")}",
            At(requested), At(at), 200, Encoding.UTF8.GetBytes(body), Headers("no-cache"), isDelta ? Encoding.UTF8.GetBytes(full) : default);
        Checker.Observe(Response(rendition.Name, count, response));
        _lastAt[rendition.Name] = at;
        ObserveMedia(rendition, playlist, at);
    }

    /// <summary>A blocking reload that waits longer than three target durations is refused, and asked again.</summary>
    private void RefuseMeanwhile(string name, int count, TimeSpan requested, TimeSpan at, LiveTargets targets)
    {
        TimeSpan refused = requested + TimeSpan.FromSeconds(3 * targets.TargetDuration);
        if (refused >= at) return;
        Checker.Observe(
            Response(name, count, new PlaylistResponse($"{Root}hls/{name}.m3u8?s=x&_HLS_msn=1", At(requested), At(refused), 503, default)));
    }

    private void ObserveMedia(VirtualRendition rendition, MediaPlaylist playlist, TimeSpan at)
    {
        foreach (VirtualMedia media in rendition.NewMedia)
        {
            MediaFact fact = new($"{Root}hls/{media.Uri}", At(at), 200, media.Size, media.Uri, media.Timing, null, Headers("max-age=3600, immutable"));
            if (Fact(fact) is { } changed) Checker.Observe(changed);
        }

        if ((playlist.Open ?? playlist.Segments[^1]).Map is not { } map || !_maps.Add(map.Uri)) return;
        if (Fact(new MediaFact($"{Root}hls/{map.Uri}", At(at), 200, 700, map.Uri)) is { } init) Checker.Observe(init);
    }

    private void ObserveMultivariant()
    {
        MultivariantPlaylist playlist = Multivariant(new MultivariantPlaylist
        {
            Variants =
            [
                new Variant
                {
                    Uri = "hls/video.m3u8",
                    Bandwidth = 2_700_000,
                    AverageBandwidth = 2_500_000,
                    Codecs = "avc1.64001f,mp4a.40.2",
                    Resolution = new Resolution(1280, 720),
                    FrameRate = 30,
                    AudioGroup = "audio",
                    HasNoClosedCaptions = true,
                },
            ],
            Renditions =
            [
                new Rendition { Type = "AUDIO", GroupId = "audio", Name = "Sound", Language = "und", Channels = "2", IsDefault = true, IsAutoselect = true, Uri = "hls/audio.m3u8" },
            ],
        });
        ArrayBufferWriter<byte> output = new();
        MultivariantPlaylistWriter.Write(playlist, output, "s=x");
        string text = Text("multivariant", 0, Encoding.UTF8.GetString(output.WrittenSpan));
        PlaylistResponse response = new($"{Root}index.m3u8", At(default), At(default), 200, Encoding.UTF8.GetBytes(text), Headers("no-cache"));
        Checker.Observe(Response("multivariant", 0, response));
    }

    private static ResponseHeaders Headers(string cacheControl) => new("application/vnd.apple.mpegurl", "gzip", cacheControl);

    private static string Write(MediaPlaylist playlist, bool asDelta)
    {
        ArrayBufferWriter<byte> output = new();
        if (asDelta) MediaPlaylistWriter.WriteDelta(playlist, output, "s=x");
        else MediaPlaylistWriter.Write(playlist, output, "s=x");
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static MonotonicTime At(TimeSpan time) => new(time.Ticks * 100);
}
