using Headrace.Endpoints.Hls;
using Headrace.Endpoints.Tests.Hosting;
using Headrace.Endpoints.Tests.Rtsp;
using Headrace.Streaming.Streams;
using Headrace.TestKit;

namespace Headrace.Endpoints.Tests.Hls;

/// <summary>A stream published over RTSP and served over HLS, both through real sockets, on a clock that moves with the media.</summary>
public abstract class HlsTest : IAsyncLifetime
{
    private protected TestServer Server { get; private set; } = null!;

    private protected HlsHost Host { get; private set; } = null!;

    private protected TestPublisher Publisher { get; private set; } = null!;

    protected virtual StreamOptions Stream => new();

    protected virtual HlsEndpointOptions Endpoint => new();

    public virtual async ValueTask InitializeAsync()
    {
        Server = new TestServer(Stream);
        Host = await HlsHost.StartAsync(Server, Endpoint);
        Publisher = await Server.PublishAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Publisher.DisposeAsync();
        await Host.DisposeAsync();
        await Server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Publishes until a task is done.</summary>
    private protected async Task<T> PublishUntilAsync<T>(Task<T> task, int mostFrames = 400)
    {
        for (int i = 0; i < mostFrames && !task.IsCompleted; i++) await Publisher.SendAsync(1);
        return await task;
    }

    /// <summary>Publishes enough for a playlist, and asks for the multivariant one: the URL of the lead rendition's playlist.</summary>
    private protected async Task<string> JoinAsync(string name = "cam")
    {
        string text = await PublishUntilAsync(Host.GetTextAsync($"/{name}/index.m3u8"));
        return $"/{name}/" + text.Split('\n').First(line => line.StartsWith("hls/", StringComparison.Ordinal));
    }

    private protected async Task<LivePlaylist> ReloadAsync(string url) => new(await Host.GetTextAsync(url));

    /// <summary>The URL of something that a playlist names.</summary>
    private protected static string Beside(string playlistUrl, string uri) => playlistUrl.Split('?')[0].Replace("index.m3u8", uri, StringComparison.Ordinal);

    /// <summary>Lets time pass until an answer comes: a request that is counted as waiting may have to read the clock yet.</summary>
    private protected async Task<HttpResponseMessage> PassUntilAsync(Task<HttpResponseMessage> request)
    {
        await Eventually.True(
            () =>
            {
                if (!request.IsCompleted) Server.Time.Advance(TimeSpan.FromSeconds(1));
                return request.IsCompleted;
            },
            "the answer has come");
        return await request;
    }

    private protected Task WaitsAsync(int requests) => Eventually.True(() => Host.Running == requests, $"{requests} requests wait");
}
