using System.Net.Http.Headers;
using System.Text.Json;
using Headrace.Server.Tests.Hosting;

namespace Headrace.Server.Tests.Api.Events;

/// <summary>A client that listens to events.</summary>
internal sealed class EventStream : IDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly StreamReader _lines;

    private EventStream(HttpResponseMessage response, Stream body)
    {
        _response = response;
        _lines = new StreamReader(body);
    }

    internal string? MediaType => _response.Content.Headers.ContentType?.MediaType;

    /// <summary>Listens; when it returns, the server has begun to.</summary>
    internal static async Task<EventStream> ListenAsync(TestHost server, string query = "", long? lastEventId = null, string? token = null)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, "/api/v1/events" + query);
        if (lastEventId is { } last) request.Headers.Add("Last-Event-ID", $"{last}");
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        HttpResponseMessage response = await server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
        EventStream stream = new(response, await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        Assert.Equal(":", await stream._lines.ReadLineAsync(TestContext.Current.CancellationToken));
        Assert.Equal("", await stream._lines.ReadLineAsync(TestContext.Current.CancellationToken));
        return stream;
    }

    /// <summary>The next event: its number, its name, its data; null at the end.</summary>
    internal async Task<(long Id, string Name, JsonElement Data)?> ReadAsync()
    {
        string?[] lines = new string?[4];
        for (int i = 0; i < lines.Length; i++)
        {
            lines[i] = await _lines.ReadLineAsync(TestContext.Current.CancellationToken);
            if (lines[i] is null) return null;
        }

        Assert.Equal("", lines[3]);
        using JsonDocument data = JsonDocument.Parse(After(lines[2], "data: "));
        return (long.Parse(After(lines[0], "id: "), System.Globalization.CultureInfo.InvariantCulture), After(lines[1], "event: "), data.RootElement.Clone());
    }

    public void Dispose() => _response.Dispose();

    private static string After(string? line, string start)
    {
        Assert.StartsWith(start, line, StringComparison.Ordinal);
        return line![start.Length..];
    }
}
