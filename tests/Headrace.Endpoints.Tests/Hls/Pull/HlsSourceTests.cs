using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Headrace.Endpoints.Hls.Pull;
using Headrace.Endpoints.Http;
using Headrace.Endpoints.Tests.Hosting;
using Headrace.Endpoints.Tests.Http;
using Headrace.Endpoints.Tests.MpegTs;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.Streaming.Supervision;
using Headrace.TestKit;
using Microsoft.AspNetCore.Http;

namespace Headrace.Endpoints.Tests.Hls.Pull;

/// <summary>Playlists of a real web server become a stream; the clock is the test's.</summary>
public sealed class HlsSourceTests : IDisposable
{
    private static readonly byte[] Key = [.. Enumerable.Range(1, 16).Select(static i => (byte)i)];

    private readonly VirtualTime _time = new();
    private readonly LogLines _log = new();
    private readonly StreamRegistry _streams;
    private readonly SessionRegistry _sessions = new();
    private readonly Dictionary<string, byte[]> _files = [];
    private readonly List<string> _asked = [];
    private bool _knowsRanges = true;

    public HlsSourceTests()
    {
        _time.Advance(TimeSpan.FromHours(1));
        _streams = new StreamRegistry(new StreamRegistryOptions { Defaults = new StreamOptions() }, _time, _log);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _streams.RemoveAll(SessionEndReason.ServerShutdown);
        Assert.Equal(0, _streams.Memory.Used);
        Assert.Empty(_sessions.All);
        _log.Dispose();
    }

    [Fact]
    public async Task APlaylistThatHasEndedIsPlayedWhole()
    {
        byte[][] segments = Segments(3);
        for (int i = 0; i < 3; i++) _files[$"/s{i}.ts"] = segments[i];
        _files["/index.m3u8"] = Vod("s0.ts", "s1.ts", "s2.ts");

        SourceEnd end = await RunAsync("/index.m3u8");

        Assert.Equal("its playlist has ended", end.Fault);
        Assert.Equal(75, Pictures);
        Assert.InRange(end.Worked.TotalSeconds, 2.9, 4.5);
        Assert.Contains("sends H.264, AAC", _log.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RangesOfOneFileAreReadWhetherTheServerKnowsRangesOrNot(bool knowsRanges)
    {
        _knowsRanges = knowsRanges;
        byte[][] segments = Segments(3);
        _files["/all.ts"] = [.. segments.SelectMany(static one => one)];
        StringBuilder text = new("#EXTM3U\n#EXT-X-TARGETDURATION:1\n");
        foreach ((int i, byte[] segment) in segments.Index()) text.Append(CultureInfo.InvariantCulture, $"#EXT-X-BYTERANGE:{segment.Length}{(i == 0 ? "@0" : "")}\n#EXTINF:1,\nall.ts\n");
        _files["/index.m3u8"] = Encoding.UTF8.GetBytes(text + "#EXT-X-ENDLIST");

        SourceEnd end = await RunAsync("/index.m3u8");

        Assert.Equal("its playlist has ended", end.Fault);
        Assert.Equal(75, Pictures);
    }

    [Fact]
    public async Task EncryptedSegmentsAreReadAndEachKeyIsFetchedOnce()
    {
        byte[][] segments = Segments(4);
        using Aes aes = Aes.Create();
        aes.Key = Key;
        byte[] other = [.. Key.Reverse()];
        _files["/k1"] = Key;
        _files["/k2"] = other;
        for (int i = 0; i < 2; i++) _files[$"/s{i}.ts"] = aes.EncryptCbc(segments[i], Vector((byte)(7 + i)));
        aes.Key = other;
        for (int i = 2; i < 4; i++) _files[$"/s{i}.ts"] = aes.EncryptCbc(segments[i], Vector(0xAB));
        _files["/index.m3u8"] = Encoding.UTF8.GetBytes(
            "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXT-X-MEDIA-SEQUENCE:7\n#EXT-X-KEY:METHOD=AES-128,URI=\"k1\"\n#EXTINF:1,\ns0.ts\n#EXTINF:1,\ns1.ts\n"
            + "#EXT-X-KEY:METHOD=AES-128,URI=\"k2\",IV=0xAB\n#EXTINF:1,\ns2.ts\n#EXTINF:1,\ns3.ts\n#EXT-X-ENDLIST");

        SourceEnd end = await RunAsync("/index.m3u8");

        Assert.Equal("its playlist has ended", end.Fault);
        Assert.Equal(100, Pictures);
        Assert.Equal(["/k1", "/k2"], _asked.Where(static path => path.StartsWith("/k", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task SoundOfItsOwnPlaylistGoesWithThePicture()
    {
        byte[][] segments = Segments(3);
        for (int i = 0; i < 3; i++) _files[$"/v/s{i}.ts"] = segments[i];
        _files["/v/index.m3u8"] = Vod("s0.ts", "s1.ts", "s2.ts");
        _files["/a/s0.aac"] = PackedSound.Make(45_000, 150);
        _files["/a/index.m3u8"] = Vod("s0.aac");
        _files["/index.m3u8"] = "#EXTM3U\n#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"a\",NAME=\"de\",URI=\"a/index.m3u8\"\n#EXT-X-STREAM-INF:BANDWIDTH=1,AUDIO=\"a\"\nv/index.m3u8\n"u8.ToArray();

        SourceEnd end = await RunAsync("/index.m3u8");

        Assert.Equal("its playlist has ended", end.Fault);
        Assert.Equal((2, 75), (_streams.Find("cam")!.Snapshot().Tracks.Length, Pictures));
        Assert.Contains("with sound from its rendition de", _log.ToString(), StringComparison.Ordinal);
        Assert.Single(_log.With("sends H.264, AAC"));
    }

    [Fact]
    public async Task WhereAVariantFailsTheNextOneIsTaken()
    {
        byte[][] segments = Segments(3);
        for (int i = 0; i < 3; i++) _files[$"/low/s{i}.ts"] = segments[i];
        _files["/low/index.m3u8"] = Vod("s0.ts", "s1.ts", "s2.ts");
        _files["/middle/index.m3u8"] = Vod([.. Enumerable.Repeat("gone.ts", 8)]);
        _files["/index.m3u8"] = "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nlow/index.m3u8\n#EXT-X-STREAM-INF:BANDWIDTH=3\nhigh/index.m3u8\n#EXT-X-STREAM-INF:BANDWIDTH=2\nmiddle/index.m3u8\n"u8.ToArray();

        SourceEnd end = await RunAsync("/index.m3u8");

        Assert.Equal(("its playlist has ended", 75), (end.Fault, Pictures));
        Assert.Single(_log.With("the variant of 3 bits/s failed"));
        Assert.Single(_log.With("the variant of 2 bits/s failed (5 of its segments in a row cannot be had"));
    }

    [Fact]
    public async Task WhereAllVariantsFailTheLastOneSaysWhy()
    {
        _files["/a.m3u8"] = Vod([.. Enumerable.Repeat("gone.ts", 8)]);
        _files["/b.m3u8"] = "<html></html>"u8.ToArray();
        _files["/index.m3u8"] = "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=2\nb.m3u8\n#EXT-X-STREAM-INF:BANDWIDTH=1\na.m3u8\n"u8.ToArray();

        SourceEnd end = await RunAsync("/index.m3u8");

        Assert.Equal("5 of its segments in a row cannot be had: it answers 404 Not Found", end.Fault);
        Assert.Single(_log.With("another one is taken"));
        Assert.Equal(2, _asked.Count(static path => path == "/index.m3u8"));
    }

    [Theory]
    [InlineData("/none.m3u8", "its playlist cannot be had: it answers 404 Not Found")]
    [InlineData("/page.m3u8", "it is no playlist of HLS: does not begin with #EXTM3U")]
    [InlineData("/loop.m3u8", "its playlist cannot be had: it redirects more than 5 times")]
    [InlineData("/line.m3u8", "it is no playlist of HLS: does not begin with #EXTM3U")]
    [InlineData("/large.m3u8", "its playlist cannot be had: it has more than 8388608 bytes, which are taken at most")]
    [InlineData("/text.m3u8", "its last 3 segments cannot be read: it is neither MPEG-TS nor fragmented MP4 nor packed audio; if it is encrypted, its playlist does not say so")]
    [InlineData("/gone.m3u8", "5 of its segments in a row cannot be had: it answers 404 Not Found")]
    [InlineData("/key.m3u8", "5 of its segments in a row cannot be had: its key has 17 bytes, and not 16")]
    [InlineData("/cipher.m3u8", "5 of its segments in a row cannot be had: it cannot be decrypted with its key")]
    public async Task WhatCannotBePlayedIsSaidInOneClause(string path, string clause)
    {
        _files["/page.m3u8"] = "<html></html>"u8.ToArray();
        _files["/line.m3u8"] = new byte[4 * 1024 * 1024];
        _files["/large.m3u8"] = new byte[9 * 1024 * 1024];
        _files["/text.txt"] = "nothing of media in here, and nothing behind it"u8.ToArray();
        _files["/k17"] = new byte[17];
        _files["/k16"] = Key;
        _files["/text.m3u8"] = Vod([.. Enumerable.Repeat("text.txt", 8)]);
        _files["/gone.m3u8"] = Vod([.. Enumerable.Repeat("gone.ts", 8)]);
        _files["/key.m3u8"] = [.. "#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI=\"k17\"\n"u8, .. Vod([.. Enumerable.Repeat("text.txt", 8)])[8..]];
        _files["/cipher.m3u8"] = [.. "#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI=\"k16\"\n"u8, .. Vod([.. Enumerable.Repeat("text.txt", 8)])[8..]];

        SourceEnd end = await RunAsync(path);

        Assert.Equal((clause, TimeSpan.Zero), (end.Fault, end.Worked));
    }

    [Fact]
    public async Task ASegmentThatIsMissingIsPassedOverAndTheRestIsPlayed()
    {
        byte[][] segments = Segments(4);
        foreach (int i in new[] { 0, 1, 3 }) _files[$"/s{i}.ts"] = segments[i];
        _files["/index.m3u8"] = Vod("s0.ts", "s1.ts", "s2.ts", "s3.ts");

        SourceEnd end = await RunAsync("/index.m3u8");

        Assert.Equal(("its playlist has ended", 75), (end.Fault, Pictures));
        Assert.Equal(2, _asked.Count(static path => path == "/s2.ts"));
    }

    [Fact]
    public async Task SegmentsOnAddressesThatMayNotBeConnectedToAreNot()
    {
        byte[][] segments = Segments(1);
        _files["/s0.ts"] = segments[0];
        await using WebHost host = await WebHost.StartAsync(AnswerAsync);
        string other = host.Url.Replace("127.0.0.1", "127.0.0.2", StringComparison.Ordinal);
        _files["/index.m3u8"] = Vod([.. Enumerable.Repeat($"{other}/s0.ts", 6)]);

        SourceEnd end = await RunAsync(host, "/index.m3u8", static address => address.ToString() == "127.0.0.1");

        Assert.StartsWith("5 of its segments in a row cannot be had: 127.0.0.2: connecting to 127.0.0.2 is not allowed", end.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ASessionThatAnOperatorEndsIsOver()
    {
        byte[][] segments = Segments(3);
        for (int i = 0; i < 3; i++) _files[$"/s{i}.ts"] = segments[i];
        _files["/index.m3u8"] = Vod("s0.ts", "s1.ts", "s2.ts");
        await using WebHost host = await WebHost.StartAsync(AnswerAsync);
        Task<SourceEnd> run = SourceOf(host, "/index.m3u8", null).RunAsync(Stop);
        await Eventually.True(() => Step(run) || Pictures > 10, "it plays");
        Session session = Assert.Single(_sessions.All);
        Assert.Equal(("hls", SessionRole.Publisher, "cam"), (session.Protocol, session.Role, session.StreamName));
        Assert.True(session.BytesIn > 50_000);
        Assert.True(session.Segments is { Fetched: > 0, Rate: > 100_000, Skipped: 0 }, $"{session.Segments}");

        session.End(SessionEndReason.Kicked);

        Assert.Equal("the session was ended (Kicked)", (await run).Fault);
    }

    private int Pictures => (int)(_streams.Find("cam")?.Snapshot().Tracks[0].Units ?? 0);

    /// <summary>Segments of 25 pictures, one second each.</summary>
    private static byte[][] Segments(int count)
    {
        MadeTransportStream source = new();
        return [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, 25).SelectMany(_ => source.Next()).ToArray())];
    }

    private static byte[] Vector(byte last) => [.. new byte[15], last];

    private static byte[] Vod(params string[] segments) =>
        Encoding.UTF8.GetBytes("#EXTM3U\n#EXT-X-TARGETDURATION:1\n" + string.Concat(segments.Select(static one => $"#EXTINF:1,\n{one}\n")) + "#EXT-X-ENDLIST\n");

    private async Task<SourceEnd> RunAsync(string path)
    {
        await using WebHost host = await WebHost.StartAsync(AnswerAsync);
        return await RunAsync(host, path, null);
    }

    private async Task<SourceEnd> RunAsync(WebHost host, string path, Func<System.Net.IPAddress, bool>? allows)
    {
        Task<SourceEnd> run = SourceOf(host, path, allows).RunAsync(Stop);
        await Eventually.True(() => Step(run), $"it ends\n{_log}");
        return await run;
    }

    private HlsSource SourceOf(WebHost host, string path, Func<System.Net.IPAddress, bool>? allows)
    {
        Assert.True(HttpLocation.TryParse(host.Url + path, out HttpLocation? location));
        return new HlsSource(new HlsSourceOptions { Stream = "cam", Location = location, Allows = allows }, _streams, _sessions, _time, _log);
    }

    /// <summary>Lets time go on while a run lasts.</summary>
    private bool Step(Task run)
    {
        for (int i = 0; i < 5 && !run.IsCompleted; i++) _time.Advance(TimeSpan.FromMilliseconds(20));
        return run.IsCompleted;
    }

    private async Task AnswerAsync(HttpContext context)
    {
        string path = context.Request.Path;
        lock (_asked) _asked.Add(path);
        if (path == "/loop.m3u8") context.Response.Redirect(path);
        else if (_files.GetValueOrDefault(path) is not { } bytes) context.Response.StatusCode = StatusCodes.Status404NotFound;
        else if (_knowsRanges) await Results.Bytes(bytes, enableRangeProcessing: true).ExecuteAsync(context);
        else await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }
}
