using System.Net.Http.Json;
using Headrace.Interop.Tests.Publishers;
using Headrace.Interop.Tests.Server;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Matrix;

/// <summary>Where a server fetches from, and who sends there.</summary>
internal sealed class MatrixOrigin(IAsyncDisposable origin, IAsyncDisposable? sender) : IAsyncDisposable
{
    /// <summary>Another server of ours, published to over RTSP, that the server under test fetches from.</summary>
    internal static async Task<IAsyncDisposable?> StartAsync(HeadraceProcess server, MatrixFeed feed, Func<HeadraceProcess, string, string> url)
    {
        HeadraceProcess origin = await HeadraceProcess.StartAsync("--hls:segmentDuration", "1s");
        ClientProcess sender = FfmpegPublisher.StartRtsp(feed.File, origin.Rtsp(feed.Stream), "tcp", "-strict", "experimental");
        try
        {
            await origin.WaitForStreamAsync(feed.Stream);
            await FetchAsync(server, feed, url(origin, feed.Stream));
            return new MatrixOrigin(origin, sender);
        }
        catch
        {
            await sender.DisposeAsync();
            await origin.DisposeAsync();
            throw;
        }
    }

    /// <summary>Has the server under test fetch from somewhere that exists.</summary>
    internal static async Task<IAsyncDisposable> FetchAsync<T>(HeadraceProcess server, MatrixFeed feed, T origin, Func<T, string> url)
        where T : IAsyncDisposable
    {
        await FetchAsync(server, feed, url(origin));
        return new MatrixOrigin(origin, null);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (sender is not null) await sender.DisposeAsync();
        await origin.DisposeAsync();
    }

    private static async Task FetchAsync(HeadraceProcess server, MatrixFeed feed, string url)
    {
        using HttpResponseMessage answer = await server.Http.PostAsJsonAsync("api/v1/streams", new { name = feed.Stream, source = url }, TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
