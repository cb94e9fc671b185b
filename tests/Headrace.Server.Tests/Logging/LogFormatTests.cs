using System.Net;
using System.Text.Json;
using Headrace.Server.Configuration.Options;
using Headrace.Server.Logging;

namespace Headrace.Server.Tests.Logging;

public sealed class LogFormatTests
{
    private static readonly IPEndPoint Remote = new(IPAddress.Parse("10.0.0.5"), 4433);

    [Fact]
    public void LineAboutAStreamHasItsNameInAColumn()
    {
        LogCapture log = new(LogFormat.Text, "Headrace.Endpoints.Rtsp.RtspSession");
        TestLog.Connected(log, "cam1", Remote, "H.264 1280x720, AAC 48 kHz");
        Assert.Equal("2026-01-01 00:00:00.123Z info  rtsp    cam1  publisher 10.0.0.5:4433 connected (H.264 1280x720, AAC 48 kHz)\n", log.Text);
    }

    [Fact]
    public void LineAboutNoStreamHasNoSuchColumn()
    {
        LogCapture log = new(LogFormat.Text, "Headrace.Rtsp");
        TestLog.Listening(log, ":8554", 3);
        Assert.Equal("2026-01-01 00:00:00.123Z warn  rtsp    RTSP listens on :8554 for 3 peers\n", log.Text);
    }

    [Fact]
    public void ErrorHasItsStackIndentedBelow()
    {
        LogCapture log = new(LogFormat.Text, "Headrace.Server.Api.Streams");
        TestLog.Failed(log, Thrown("broken"));
        string[] lines = log.Text.TrimEnd().Split('\n');
        Assert.Equal("2026-01-01 00:00:00.123Z error api     A request failed: InvalidOperationException: broken", lines[0]);
        Assert.All(lines[1..], line => Assert.StartsWith("    at ", line, StringComparison.Ordinal));
        Assert.NotEmpty(lines[1..]);
    }

    [Fact]
    public void JsonLineHasEveryValueByName()
    {
        LogCapture log = new(LogFormat.Json, "Headrace.Rtsp");
        TestLog.Connected(log, "cam1", Remote, "H.264");
        TestLog.Listening(log, ":8554", 3);
        string[] lines = log.Text.TrimEnd().Split('\n');
        Assert.Equal(
            """{"time":"2026-01-01T00:00:00.123Z","level":"info","area":"rtsp","category":"Headrace.Rtsp","eventId":1,"event":"Connected","stream":"cam1","message":"publisher 10.0.0.5:4433 connected (H.264)","fields":{"remote":"10.0.0.5:4433","tracks":"H.264"}}""",
            lines[0]);
        using JsonDocument second = JsonDocument.Parse(lines[1]);
        Assert.Equal(3, second.RootElement.GetProperty("fields").GetProperty("count").GetInt32());
        Assert.False(second.RootElement.TryGetProperty("stream", out _));
    }

    [Fact]
    public void JsonLineIsOneLineAlsoWithAnException()
    {
        LogCapture log = new(LogFormat.Json, "Headrace.Rtsp");
        TestLog.Failed(log, Thrown("two\nlines"));
        string line = Assert.Single(log.Text.TrimEnd().Split('\n'));
        using JsonDocument json = JsonDocument.Parse(line);
        Assert.Contains("InvalidOperationException", json.RootElement.GetProperty("exception").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rtsp://admin:p@ss@10.0.0.9:554/h264", "rtsp://***@10.0.0.9:554/h264")]
    [InlineData("GET /cam1?token=abcdef&x=1", "GET /cam1?token=***&x=1")]
    [InlineData("/cam1/index.m3u8?s=1&JWT=eyJ.x.y", "/cam1/index.m3u8?s=1&JWT=***")]
    [InlineData("cannot play srt://cam:1?passphrse=abc&mode=caller: refused", "cannot play srt://cam:1?passphrse=***&mode=caller: refused")]
    [InlineData("srt://cam:1?streamid=read:a:ann:pass&latency=20", "srt://cam:1?streamid=***&latency=20")]
    [InlineData("rtsp://admin:pa/ss@cam/live", "rtsp://***@cam/live")]
    [InlineData("Authorization: Bearer abcdefghij.klm", "Authorization: Bearer ***")]
    [InlineData("Authorization: Basic dXNlcjpwYXNz", "Authorization: Basic ***")]
    [InlineData("forged\r\n2026-01-01 info\u001b[31m\u2028x", "forged  2026-01-01 info [31m x")]
    [InlineData("nothing to hide: a=b, http://host/path@2x.png", "nothing to hide: a=b, http://host/path@2x.png")]
    public void CredentialsAndControlCharactersNeverReachALine(string text, string written)
    {
        Assert.Equal(written, LogRedaction.Clean(text));
        LogCapture line = new(LogFormat.Text, "Headrace.Rtsp");
        TestLog.Said(line, text);
        Assert.Equal($"2026-01-01 00:00:00.123Z debug rtsp    {written}\n", line.Text);
        LogCapture json = new(LogFormat.Json, "Headrace.Rtsp");
        TestLog.Said(json, text);
        using JsonDocument parsed = JsonDocument.Parse(json.Text);
        Assert.Equal(written, parsed.RootElement.GetProperty("fields").GetProperty("text").GetString());
    }

    [Fact]
    public void LongMessageIsCut() => Assert.Equal(LogRedaction.MaxLength + 1, LogRedaction.Clean(new string('x', 100_000)).Length);

    [Theory]
    [InlineData("Headrace.Endpoints.Rtsp.RtspSession", "rtsp")]
    [InlineData("Headrace.Protocols.Rtsp", "rtsp")]
    [InlineData("Headrace.Hls", "hls")]
    [InlineData("Headrace.Streaming.Streams.LiveStream", "stream")]
    [InlineData("Headrace.Streams", "stream")]
    [InlineData("Headrace.Transport.Tcp", "net")]
    [InlineData("Headrace.Server.Api.StreamsApi", "api")]
    [InlineData("Headrace.Server.Hosting", "server")]
    [InlineData("Microsoft.AspNetCore.Server.Kestrel", "http")]
    [InlineData("System.Net", "runtime")]
    [InlineData("Headrace", "server")]
    public void AreaIsThePartThatSpeaks(string category, string area) => Assert.Equal(area, LogArea.Of(category));

    private static InvalidOperationException Thrown(string message)
    {
        try
        {
            throw new InvalidOperationException(message);
        }
        catch (InvalidOperationException e)
        {
            return e;
        }
    }
}
