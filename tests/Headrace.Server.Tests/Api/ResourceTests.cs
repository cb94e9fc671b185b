using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Headrace.Server.Api;
using Headrace.Server.Tests.Hosting;
using Headrace.Streaming.Sessions;
using Headrace.TestKit;

namespace Headrace.Server.Tests.Api;

public sealed class ResourceTests
{
    private const string Streams = "streams: { cam1: , site/hall/cam1: { maxReaders: 1 }, a.b~c: }";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task StreamsAreListedByName()
    {
        await using TestHost server = await TestHost.StartAsync(Streams);
        JsonElement list = await GetAsync(server, "/api/v1/streams");
        Assert.Equal(["items", "itemCount", "pageCount"], list.EnumerateObject().Select(property => property.Name));
        Assert.Equal(["a.b~c", "cam1", "site/hall/cam1"], list.GetProperty("items").EnumerateArray().Select(stream => stream.GetProperty("name").GetString()));
        Assert.Equal((3, 1), (list.GetProperty("itemCount").GetInt32(), list.GetProperty("pageCount").GetInt32()));
        JsonElement page = await GetAsync(server, "/api/v1/streams?page=1&itemsPerPage=2");
        Assert.Equal("site/hall/cam1", Assert.Single(page.GetProperty("items").EnumerateArray()).GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("cam1", "cam1")]
    [InlineData("a.b~c", "a.b~c")]
    [InlineData("a.b%7Ec", "a.b~c")]
    [InlineData("site/hall/cam1", "site/hall/cam1")]
    [InlineData("site%2Fhall%2fcam1", "site/hall/cam1")]
    [InlineData("site%2Fhall/cam1?x=%20", "site/hall/cam1")]
    public async Task StreamIsFoundByItsNameHoweverItIsEncoded(string id, string name)
    {
        await using TestHost server = await TestHost.StartAsync(Streams);
        JsonElement stream = await GetAsync(server, $"/api/v1/streams/{id}");
        Assert.Equal(name, stream.GetProperty("name").GetString());
        Assert.Equal("inactive", stream.GetProperty("state").GetString());
        Assert.True(stream.GetProperty("isConfigured").GetBoolean());
        Assert.Equal(TimeSpan.Zero, stream.GetProperty("since").GetDateTimeOffset().Offset);
        Assert.Equal(JsonValueKind.Null, stream.GetProperty("publisher").ValueKind);
        Assert.Empty(stream.GetProperty("tracks").EnumerateArray());
        Assert.Equal(0, stream.GetProperty("timeline").GetProperty("discontinuities").GetInt64());
        Assert.Empty(stream.GetProperty("timeline").GetProperty("causes").EnumerateObject());
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("site")]
    [InlineData("CAM1")]
    [InlineData("site%252Fhall%252Fcam1")]
    [InlineData("cam1/")]
    [InlineData("cam1%00")]
    [InlineData("cam1/nothing")]
    public async Task StreamThatDoesNotExistIsAProblem(string id)
    {
        await using TestHost server = await TestHost.StartAsync(Streams);
        using HttpResponseMessage response = await server.Client.GetAsync($"/api/v1/streams/{id}", Cancellation);
        Assert.Equal(id.Contains("%00", StringComparison.Ordinal) ? HttpStatusCode.BadRequest : HttpStatusCode.NotFound, response.StatusCode);
        if (response.StatusCode == HttpStatusCode.NotFound)
            Assert.Contains("\"/problems/stream-not-found\"", await response.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WrongPageIsAProblem()
    {
        await using TestHost server = await TestHost.StartAsync();
        using HttpResponseMessage response = await server.Client.GetAsync("/api/v1/sessions?page=x", Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("page must be", await response.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SessionIsShownAndKicked()
    {
        await using TestHost server = await TestHost.StartAsync();
        using TcpClient client = new(AddressFamily.InterNetwork);
        await client.ConnectAsync(server.Host.RtspEndPoint!, Cancellation);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes("OPTIONS * RTSP/1.0\r\nCSeq: 1\r\nUser-Agent: test/1\r\n\r\n"), Cancellation);
        await Eventually.True(() => server.Host.Media.Sessions.All is [{ UserAgent: "test/1" }], "the session is there", cancellation: Cancellation);
        JsonElement listed = Assert.Single((await GetAsync(server, "/api/v1/sessions")).GetProperty("items").EnumerateArray());
        Assert.Equal("rtsp", listed.GetProperty("protocol").GetString());
        Assert.Equal("test/1", listed.GetProperty("userAgent").GetString());
        Assert.Equal("undecided", listed.GetProperty("role").GetString());
        Assert.Equal(client.Client.LocalEndPoint!.ToString(), listed.GetProperty("remote").GetString());
        string path = $"/api/v1/sessions/{listed.GetProperty("id").GetString()}";
        Session session = server.Host.Media.Sessions.All[0];
        Assert.Equal(listed.GetProperty("id").GetString(), (await GetAsync(server, path)).GetProperty("id").GetString());

        using HttpResponseMessage kicked = await server.Client.DeleteAsync(path, Cancellation);
        Assert.Equal(HttpStatusCode.NoContent, kicked.StatusCode);
        Assert.Equal(SessionEndReason.Kicked, session.EndReason);
        await Eventually.True(async () => (await server.Client.GetAsync(path, Cancellation)).StatusCode == HttpStatusCode.NotFound, "the session is gone", cancellation: Cancellation);
        using HttpResponseMessage again = await server.Client.DeleteAsync(path, Cancellation);
        Assert.Contains("\"/problems/session-not-found\"", await again.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task CensusCountsWhatIsAlive()
    {
        await using TestHost server = await TestHost.StartAsync(Streams);
        using TcpClient client = new(AddressFamily.InterNetwork);
        await client.ConnectAsync(server.Host.RtspEndPoint!, Cancellation);
        await Eventually.True(() => server.Host.Media.Sessions.Count == 1, "the session is there", cancellation: Cancellation);
        JsonElement census = await GetAsync(server, "/api/v1/census");
        Assert.Equal((3, 0, 1, 0, 0, 2), (
            census.GetProperty("streams").GetInt32(), census.GetProperty("activeStreams").GetInt32(), census.GetProperty("sessions").GetInt32(),
            census.GetProperty("publishers").GetInt32(), census.GetProperty("children").GetInt32(), census.GetProperty("connections").GetInt32()));
        client.Dispose();
        await Eventually.True(async () => (await GetAsync(server, "/api/v1/census")).GetProperty("sessions").GetInt32() == 0, "the session is counted out", cancellation: Cancellation);
    }

    [Theory]
    [InlineData("/api/v1/streams/cam1", "/api/v1/streams/", "cam1")]
    [InlineData("/API/v1/streams/a%2Fb?q", "/api/v1/streams/", "a/b")]
    [InlineData("http://host/api/v1/streams/a/b", "/api/v1/streams/", "a/b")]
    [InlineData("/other/cam1", "/api/v1/streams/", null)]
    [InlineData("/api/v1/streams/", "/api/v1/streams/", null)]
    [InlineData("/api/v1/streams/a%252Fb", "/api/v1/streams/", null)]
    [InlineData("/api/v1/streams/a%", "/api/v1/streams/", null)]
    [InlineData("/api/v1/streams/%", "/api/v1/streams/", null)]
    public void NameIsDecodedOnceFromTheRequestTarget(string target, string prefix, string? name)
    {
        Assert.Equal(name is not null, StreamAddress.TryRead(target, prefix, out var read));
        Assert.Equal(name, read?.Value);
    }

    private static async Task<JsonElement> GetAsync(TestHost server, string path)
    {
        using HttpResponseMessage response = await server.Client.GetAsync(path, Cancellation);
        Assert.Equal("application/json; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        using JsonDocument json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancellation));
        return json.RootElement.Clone();
    }
}
