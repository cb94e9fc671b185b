using Headrace.Endpoints.Tests.Hosting;
using Headrace.Endpoints.Tests.Made;

namespace Headrace.Endpoints.Tests.Rtsp;

/// <summary>A stream with a viewer beside the peers of a test: it must not notice them.</summary>
internal sealed class HealthyStream : IAsyncDisposable
{
    private readonly TestPublisher _publisher;
    private readonly TestViewer _viewer;

    private HealthyStream(TestPublisher publisher, TestViewer viewer)
    {
        _publisher = publisher;
        _viewer = viewer;
    }

    public static async Task<HealthyStream> StartAsync(TestServer server)
    {
        TestPublisher publisher = await server.PublishAsync("healthy", new PublishPlan { Seed = 4711 });
        await publisher.SendAsync(2);
        return new HealthyStream(publisher, await server.PlayAsync("healthy"));
    }

    /// <summary>Sends some more, all of which must come out.</summary>
    public async Task AssertGoesOnAsync()
    {
        await _publisher.SendAsync(5);
        await _viewer.ReadUntilAsync(() => _viewer.Video.Units.Count == _publisher.Frames);
        MadeUnit.AssertSame(_publisher.SentVideo, _viewer.Video.Units);
    }

    public async ValueTask DisposeAsync()
    {
        await _publisher.DisposeAsync();
        await _viewer.DisposeAsync();
    }
}
