using System.Net;
using System.Text;
using Headrace.Server.Commands;
using Headrace.Server.Commands.CheckPlaylist;

namespace Headrace.Server.Tests.Commands.CheckPlaylist;

public sealed class CheckPlaylistCommandTests
{
    [Fact]
    public async Task ACleanStreamIsFollowedToItsEndWithoutErrors()
    {
        FakeOrigin origin = new();
        (int code, string output) = await RunAsync(origin);

        Assert.DoesNotContain("Error ", output, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Success, code);
        Assert.Contains(origin.Requests, r => r.Contains("_HLS_skip=YES", StringComparison.Ordinal));
        Assert.Contains("/cam/hls/audio/index.m3u8?s=1&_HLS_msn=20&_HLS_part=0", origin.Requests);
        string[] media = [.. origin.Requests.Where(r => !r.Contains(".m3u8", StringComparison.Ordinal))];
        Assert.Equal(media.Distinct().Order(), media.Order());
        Assert.Contains("0 errors", output, StringComparison.Ordinal);
        Assert.Contains($"{media.Length} pieces of media in", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HintedPartsAreAskedForBeforeTheyAreListed()
    {
        FakeOrigin origin = new();
        await RunAsync(origin);
        string[] requests = [.. origin.Requests];
        int hinted = Array.IndexOf(requests, "/cam/hls/audio/p9.m4s");
        int listed = Array.FindIndex(requests, r => r.Contains("_HLS_msn=4&_HLS_part=1", StringComparison.Ordinal));

        Assert.InRange(hinted, 0, listed);
    }

    /// <summary>What a server does wrong, and the rule that must be named.</summary>
    public static TheoryData<string, string, string> Faults => new()
    {
        { "cut part", "/cam/hls/audio/p7.m4s", "media-unreadable" },
        { "wrong time", "/cam/hls/audio/p7.m4s", "decode-time-gap" },
        { "two parts in one", "/cam/hls/audio/p7.m4s", "duration-mismatch" },
        { "bad init", "/cam/hls/audio/init.mp4", "media-unreadable" },
        { "missing segment", "/cam/hls/audio/s3.m4s", "media-unavailable" },
        { "no text", "/cam/hls/audio/index.m3u8", "not-a-playlist" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task WhatIsWrongWithMediaIsFound(string what, string path, string rule)
    {
        int times = 0;
        FakeOrigin origin = new()
        {
            Change = (target, body) => target.Split('?')[0] != path || Interlocked.Increment(ref times) > 1 ? body : what switch
            {
                "cut part" => body[..^5],
                "wrong time" => FakeOrigin.Fragment(8, 1),
                "two parts in one" => FakeOrigin.Fragment(7, 2),
                "bad init" => body[..40],
                "no text" => Encoding.UTF8.GetBytes("<html>"),
                _ => body,
            },
            Status = (target, status) => what == "missing segment" && target == path ? HttpStatusCode.NotFound : status,
        };
        (int code, string output) = await RunAsync(origin);

        Assert.Equal(ExitCodes.Failure, code);
        Assert.Contains($"Error {rule} ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AStreamThatIsNotThereFails()
    {
        (int code, string output) = await RunAsync(new FakeOrigin { Status = (_, _) => HttpStatusCode.NotFound });

        Assert.Equal(ExitCodes.Failure, code);
        Assert.Contains("playlist-unavailable", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AServerThatDoesNotAnswerFails()
    {
        (int code, string output) = await RunAsync(new FakeOrigin { Asked = _ => throw new HttpRequestException("refused") });

        Assert.Equal(ExitCodes.Failure, code);
        Assert.Contains("no answer", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task APlaylistThatUnpacksWithoutEndIsRefused()
    {
        (int code, string output) = await RunAsync(new FakeOrigin { Change = (_, _) => new byte[9 * 1024 * 1024] });

        Assert.Equal(ExitCodes.Failure, code);
        Assert.Contains("playlist-unavailable", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ALiveStreamIsLeftWhenTold()
    {
        using CancellationTokenSource stop = new();
        FakeOrigin origin = new()
        {
            LastPart = int.MaxValue - 1,
            Asked = target =>
            {
                if (target.Contains("_HLS_msn=15", StringComparison.Ordinal)) stop.Cancel();
            },
        };
        (int code, string output) = await RunAsync(origin, stop.Token);

        Assert.Equal(ExitCodes.Success, code);
        Assert.Contains("0 errors", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("file:///x", null, null, "is no HTTP URL")]
    [InlineData("cam1", null, null, "is no HTTP URL")]
    [InlineData("http://h/x", "soon", null, "soon is no duration")]
    [InlineData("http://h/x", null, "odd", "--frame-rate is fixed or variable, not odd")]
    public async Task WhatIsNotUnderstoodIsTold(string url, string? duration, string? rate, string expected)
    {
        Dictionary<string, string> options = [];
        if (duration is not null) options["duration"] = duration;
        if (rate is not null) options["frame-rate"] = rate;
        using StringWriter errors = new();
        Invocation invocation = new() { Command = new CommandTable().Find("check-playlist")!, Arguments = [url], Options = options, Errors = errors };
        using HttpClient client = new(new FakeOrigin());

        Assert.Equal(ExitCodes.Usage, await CheckPlaylistCommand.RunAsync(invocation, client, TimeProvider.System, CancellationToken.None));
        Assert.Contains(expected, errors.ToString(), StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output)> RunAsync(FakeOrigin origin, CancellationToken stop = default)
    {
        using StringWriter output = new();
        using HttpClient client = new(origin);
        Invocation invocation = new()
        {
            Command = new CommandTable().Find("check-playlist")!,
            Arguments = [FakeOrigin.Url],
            Output = TextWriter.Synchronized(output),
        };
        int code = await CheckPlaylistCommand.RunAsync(invocation, client, TimeProvider.System, stop);
        return (code, output.ToString());
    }
}
