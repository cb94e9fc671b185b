using System.Buffers;
using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using Headrace.Containers.Mp4;
using Headrace.Containers.Mp4.Fragments;
using Headrace.Manifests.Hls;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs.Aac;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;

namespace Headrace.Server.Tests.Commands.CheckPlaylist;

/// <summary>
/// A low-latency origin of one audio stream behind an <see cref="HttpClient"/>: each blocking reload brings the next part, until the stream ends.
/// A segment has two parts of 47 AAC frames.
/// </summary>
internal sealed class FakeOrigin : HttpMessageHandler
{
    public const string Url = "http://origin.test/cam/index.m3u8";
    private const int FramesPerPart = 47;
    private const int PartsPerSegment = 2;
    private const int WindowSegments = 10;
    private const int SampleRate = 48_000;
    private static readonly Track Aac = MakeTrack();
    private readonly Lock _gate = new();
    private readonly List<TaskCompletionSource> _made = [new()];
    private int _parts;

    /// <summary>The stream ends with this part.</summary>
    public int LastPart { get; init; } = 40;

    /// <summary>Called with each request's path and query, before it is answered.</summary>
    public Action<string> Asked { get; init; } = _ => { };

    /// <summary>Changes a body before it is sent: path, body.</summary>
    public Func<string, byte[], byte[]> Change { get; init; } = (_, body) => body;

    /// <summary>Changes a status: path, status.</summary>
    public Func<string, HttpStatusCode, HttpStatusCode> Status { get; init; } = (_, status) => status;

    /// <summary>What was asked for, in order.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string target = request.RequestUri!.PathAndQuery;
        Requests.Enqueue(target);
        Asked(target);
        cancellationToken.ThrowIfCancellationRequested();
        string path = request.RequestUri.AbsolutePath;
        byte[]? body = await BodyAsync(path, request.RequestUri.Query, cancellationToken).ConfigureAwait(false);
        HttpResponseMessage response = new(Status(path, body is null ? HttpStatusCode.NotFound : HttpStatusCode.OK));
        bool isPlaylist = path.EndsWith(".m3u8", StringComparison.Ordinal);
        body = Change(target, body ?? []);
        bool isCompressed = isPlaylist && request.Headers.AcceptEncoding.Any(encoding => encoding.Value == "gzip");
        response.Content = new ByteArrayContent(isCompressed ? Compress(body) : body);
        response.Content.Headers.ContentType = new(isPlaylist ? "application/vnd.apple.mpegurl" : "video/mp4");
        if (isCompressed) response.Content.Headers.ContentEncoding.Add("gzip");
        response.Headers.CacheControl = new() { NoCache = isPlaylist };
        return response;
    }

    /// <summary>A fragment of AAC frames.</summary>
    public static byte[] Fragment(int firstPart, int parts)
    {
        MediaBufferPool pool = new();
        using MediaBufferWriter output = new(pool);
        FragmentSample[] samples = new FragmentSample[FramesPerPart];
        for (int i = 0; i < samples.Length; i++)
            samples[i] = new FragmentSample { Payload = pool.Copy(new byte[20]), Duration = 1024, Flags = SampleFlags.Sync };
        for (int i = 0; i < parts; i++)
        {
            long time = (long)(firstPart + i) * FramesPerPart * 1024;
            FragmentHeader header = new() { TrackId = 2, SequenceNumber = (uint)(firstPart + i + 1), BaseDecodeTime = time };
            FragmentWriter.Write(samples, header, output);
        }

        foreach (FragmentSample sample in samples) sample.Payload.Release();
        return output.Written.ToArray();
    }

    private async Task<byte[]?> BodyAsync(string path, string query, CancellationToken stop)
    {
        string file = path[(path.LastIndexOf('/') + 1)..];
        if (path == "/cam/index.m3u8") return Multivariant();
        if (path == "/cam/hls/audio/index.m3u8") return Playlist(query);
        if (file == "init.mp4") return Init();
        if (file.StartsWith('s')) return Fragment(PartsPerSegment * int.Parse(file[1..^4]), PartsPerSegment);
        if (!file.StartsWith('p')) return null;
        int part = int.Parse(file[1..^4]);
        await MadeAsync(part).WaitAsync(stop).ConfigureAwait(false);
        return Fragment(part, 1);
    }

    /// <summary>A hinted part is sent when it is made.</summary>
    private Task MadeAsync(int part)
    {
        lock (_gate)
        {
            while (_made.Count <= part) _made.Add(new(TaskCreationOptions.RunContinuationsAsynchronously));
            if (part < _parts) _made[part].TrySetResult();
            return _made[part].Task;
        }
    }

    private byte[] Playlist(string query)
    {
        MediaPlaylist playlist;
        lock (_gate)
        {
            if (_parts == 0) _parts = 1;
            else if (query.Contains("_HLS_msn", StringComparison.Ordinal) && _parts <= LastPart) _parts++;
            playlist = Snapshot();
        }

        for (int i = 0; i < _parts; i++) _ = MadeAsync(i);
        ArrayBufferWriter<byte> output = new();
        if (query.Contains("_HLS_skip", StringComparison.Ordinal)) MediaPlaylistWriter.WriteDelta(playlist, output);
        else MediaPlaylistWriter.Write(playlist, output);
        return output.WrittenSpan.ToArray();
    }

    private MediaPlaylist Snapshot()
    {
        int complete = _parts / PartsPerSegment;
        int first = Math.Max(complete - WindowSegments, 0);
        bool isEnded = _parts > LastPart;
        PartialSegment[] open = [.. Enumerable.Range(complete * PartsPerSegment, _parts - complete * PartsPerSegment).Select(Part)];
        return new MediaPlaylist
        {
            TargetDuration = 2,
            PartTarget = TimeSpan.FromMilliseconds(1014),
            ServerControl = new ServerControl(true, TimeSpan.FromMilliseconds(3042), TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(12)),
            MediaSequence = first,
            Segments = new([.. Enumerable.Range(first, complete - first).Select(number => Segment(number, number >= complete - 3))]),
            Open = open.Length == 0 ? null : Begin(complete) with { Duration = DurationOf(open.Length), Parts = new(open) },
            PreloadHints = isEnded ? [] : [new PreloadHint(PreloadHintType.Part, $"p{_parts}.m4s")],
            IsEnded = isEnded,
        };
    }

    private static MediaSegment Segment(int number, bool withParts) => Begin(number) with
    {
        Uri = $"s{number}.m4s",
        Duration = DurationOf(PartsPerSegment),
        Parts = withParts ? new([.. Enumerable.Range(number * PartsPerSegment, PartsPerSegment).Select(Part)]) : [],
    };

    private static MediaSegment Begin(int number) => new()
    {
        Map = new MediaMap("init.mp4"),
        ProgramDateTime = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc) + DurationOf(number * PartsPerSegment),
    };

    private static PartialSegment Part(int number) => new($"p{number}.m4s", DurationOf(1), IsIndependent: true);

    private static TimeSpan DurationOf(int parts) => Timebase.ToTimeSpan((long)parts * FramesPerPart * 1024, SampleRate);

    private static byte[] Multivariant()
    {
        ArrayBufferWriter<byte> output = new();
        Variant variant = new() { Uri = "hls/audio/index.m3u8", Bandwidth = 100_000, AverageBandwidth = 90_000, Codecs = "mp4a.40.2" };
        MultivariantPlaylistWriter.Write(new MultivariantPlaylist { Variants = [variant] }, output, "s=1");
        return output.WrittenSpan.ToArray();
    }

    private static byte[] Init()
    {
        using MediaBufferWriter output = new(new MediaBufferPool());
        InitSegment.Write(Aac, 2, output);
        return output.Written.ToArray();
    }

    private static Track MakeTrack()
    {
        Assert.True(AacFormat.TryParse(Convert.FromHexString("1190"), out AacFormat? format));
        return new Track(1, format, ParameterSets.Empty);
    }

    private static byte[] Compress(byte[] body)
    {
        using MemoryStream output = new();
        using (GZipStream gzip = new(output, CompressionLevel.Fastest)) gzip.Write(body);
        return output.ToArray();
    }
}
