using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Headrace.Server.Configuration.Options;
using Headrace.Server.Configuration.Values;
using Headrace.Server.Hosting;
using Headrace.Server.Tests.Hosting;
using Headrace.TestKit;

namespace Headrace.Server.Tests.Api.Overview;

public sealed class OverviewTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task OverviewHasTheServerItsProtocolsAndItsStreams()
    {
        await using TestHost server = await TestHost.StartAsync("streams: { cam2: , cam1: { source: \"rtsp://user:secret@127.0.0.1:1/x\", sourceOnDemand: true } }");
        JsonElement overview = await GetAsync(server, "/api/v1/overview");
        JsonElement summary = overview.GetProperty("server");
        Assert.Equal(("normal", 0), (summary.GetProperty("memoryPressure").GetString(), summary.GetProperty("viewers").GetInt32()));
        Assert.True(summary.GetProperty("mediaLimitBytes").GetInt64() > 0);
        Assert.NotEmpty(summary.GetProperty("version").GetString()!);
        JsonElement[] streams = [.. overview.GetProperty("streams").GetProperty("items").EnumerateArray()];
        Assert.Equal(["cam1", "cam2"], streams.Select(stream => stream.GetProperty("name").GetString()));
        JsonElement input = Assert.Single(streams[0].GetProperty("inputs").EnumerateArray());
        Assert.Equal(("rtsp://127.0.0.1:1/x", true), (input.GetProperty("url").GetString(), input.GetProperty("onDemand").GetBoolean()));
        Assert.DoesNotContain("secret", overview.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(("inactive", JsonValueKind.Null, "normal"), (
            streams[1].GetProperty("state").GetString(), streams[1].GetProperty("publisher").ValueKind, streams[1].GetProperty("pressure").GetString()));
        JsonElement second = (await GetAsync(server, "/api/v1/overview?page=1&itemsPerPage=1")).GetProperty("streams");
        Assert.Equal(("cam2", 2), (Assert.Single(second.GetProperty("items").EnumerateArray()).GetProperty("name").GetString(), second.GetProperty("pageCount").GetInt32()));
        using HttpResponseMessage wrong = await server.Client.GetAsync("/api/v1/overview?itemsPerPage=0", Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
    }

    [Fact]
    public async Task ProtocolsSayWhereTheyListenOrWhyTheyDoNot()
    {
        await using TestHost server = await TestHost.StartAsync();
        Dictionary<string, JsonElement> protocols = (await GetAsync(server, "/api/v1/overview")).GetProperty("protocols").EnumerateArray().ToDictionary(protocol => protocol.GetProperty("name").GetString()!);
        Assert.Equal(("on", server.Host.RtspEndPoint!.Port, server.Host.RtspEndPoint.ToString()), (
            protocols["RTSP"].GetProperty("state").GetString(), protocols["RTSP"].GetProperty("port").GetInt32(), protocols["RTSP"].GetProperty("address").GetString()));
        Assert.Equal(server.Host.HttpEndPoints[0].Port, protocols["HTTP"].GetProperty("port").GetInt32());
        Assert.Equal(server.Host.RtmpEndPoint!.Port, protocols["RTMP"].GetProperty("port").GetInt32());
        foreach (string secure in new[] { "HTTPS", "RTSPS", "RTMPS" })
            Assert.Equal(("off", "there is no certificate", "http.tls.certificate"), (
                protocols[secure].GetProperty("state").GetString(), protocols[secure].GetProperty("reason").GetString(), protocols[secure].GetProperty("key").GetString()));
    }

    [Fact]
    public void PortThatIsTakenIsAFaultThatNamesTheKey()
    {
        using RecordingLoggers loggers = new();
        ProtocolTable protocols = new();
        using HttpSockets first = HttpSockets.Open(new HttpOptions { Listen = [new ListenAddress(IPAddress.Loopback, 0)] }, new HashSet<string>(), protocols, loggers.CreateLogger("Headrace"));
        ListenAddress taken = new(IPAddress.Loopback, first.EndPoints[0].Port);
        using HttpSockets second = HttpSockets.Open(new HttpOptions { Listen = [taken] }, new HashSet<string>(), protocols, loggers.CreateLogger("Headrace"));
        Assert.Equal(
            [
                new ProtocolEntry("HTTP", "http.listen", first.EndPoints[0], null, IsFault: false), new ProtocolEntry("HTTPS", "http.tls.certificate", null, ProtocolTable.NoCertificate, IsFault: false),
                new ProtocolEntry("HTTP", "http.listen", null, $"{taken} is already in use by another program (ss -lntup shows which)", IsFault: true), new ProtocolEntry("HTTPS", "http.tls.certificate", null, ProtocolTable.NoCertificate, IsFault: false),
            ],
            protocols.All);
    }

    [Fact]
    public async Task SessionsOfOneStreamAreListedAlone()
    {
        await using TestHost server = await TestHost.StartAsync("streams: { cam1: , cam2: }");
        using TcpClient client = new(AddressFamily.InterNetwork);
        await client.ConnectAsync(server.Host.RtspEndPoint!, Cancellation);
        string url = $"rtsp://{server.Host.RtspEndPoint}/cam1";
        const string Description = "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=control:trackID=0\r\n";
        await client.GetStream().WriteAsync(
            Encoding.ASCII.GetBytes($"ANNOUNCE {url} RTSP/1.0\r\nCSeq: 1\r\nContent-Type: application/sdp\r\nContent-Length: {Description.Length}\r\n\r\n{Description}"), Cancellation);
        await Eventually.True(() => server.Host.Media.Sessions.All is [{ StreamName: "cam1" }], "the session has its stream", cancellation: Cancellation);
        Assert.Equal(1, (await GetAsync(server, "/api/v1/sessions?stream=cam1")).GetProperty("itemCount").GetInt32());
        Assert.Equal(0, (await GetAsync(server, "/api/v1/sessions?stream=cam2")).GetProperty("itemCount").GetInt32());
    }

    private static async Task<JsonElement> GetAsync(TestHost server, string path)
    {
        using JsonDocument json = JsonDocument.Parse(await server.Client.GetStringAsync(path, Cancellation));
        return json.RootElement.Clone();
    }
}
