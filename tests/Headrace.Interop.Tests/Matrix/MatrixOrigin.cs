using System.Net.Http.Json;
using Headrace.Interop.Tests.Publishers;
using Headrace.Interop.Tests.Server;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Matrix;

/// <summary>Where a server fetches from, and who sends there.</summary>
internal sealed class MatrixOrigin : IAsyncDisposable
{
    private readonly Stack<IAsyncDisposable> _parts = new();

    /// <summary>Another server of ours, published to over RTSP, that the server under test fetches from.</summary>
    internal static Task<IAsyncDisposable?> StartAsync(HeadraceProcess server, MatrixFeed feed, Func<HeadraceProcess, string, string> url) => StartAsync(async origin =>
    {
        HeadraceProcess other = await origin.WithAsync(HeadraceProcess.StartAsync("--hls:segmentDuration", "1s"));
        await origin.PublishAsync(feed, other);
        await FetchAsync(server, feed, url(other, feed.Stream));
    });

    /// <summary>Whatever has to run: what was started before a fault is ended.</summary>
    internal static async Task<IAsyncDisposable?> StartAsync(Func<MatrixOrigin, Task> start)
    {
        MatrixOrigin origin = new();
        try
        {
            await start(origin);
            return origin;
        }
        catch
        {
            await origin.DisposeAsync();
            throw;
        }
    }

    /// <summary>Has the server under test fetch a URL.</summary>
    internal static async Task FetchAsync(HeadraceProcess server, MatrixFeed feed, string url)
    {
        using HttpResponseMessage answer = await server.Http.PostAsJsonAsync("api/v1/streams", new { name = feed.Stream, source = url, restartIntervalSecs = 1 }, TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Keeps what is starting until the end.</summary>
    internal async Task<T> WithAsync<T>(Task<T> starting)
        where T : IAsyncDisposable => With(await starting);

    /// <summary>Keeps what was started until the end.</summary>
    internal T With<T>(T part)
        where T : IAsyncDisposable
    {
        _parts.Push(part);
        return part;
    }

    /// <summary>Publishes at another server of ours over RTSP.</summary>
    internal async Task PublishAsync(MatrixFeed feed, HeadraceProcess other)
    {
        With(FfmpegPublisher.StartRtsp(feed.File, other.Rtsp(feed.Stream), "tcp", "-strict", "experimental"));
        await other.WaitForStreamAsync(feed.Stream);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        while (_parts.TryPop(out IAsyncDisposable? part)) await part.DisposeAsync();
    }
}
