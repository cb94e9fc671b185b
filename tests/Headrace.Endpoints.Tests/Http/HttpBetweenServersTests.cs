using Headrace.Endpoints.Http;
using Headrace.Endpoints.Tests.Hosting;
using Headrace.Endpoints.Tests.HttpLive;
using Headrace.Endpoints.Tests.Rtsp;
using Headrace.Media.Tracks;
using Headrace.Streaming.Streams;
using Headrace.Streaming.Supervision;
using Headrace.TestKit;

namespace Headrace.Endpoints.Tests.Http;

/// <summary>One server fetches a stream without end from another over HTTP.</summary>
public sealed class HttpBetweenServersTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("mp4")]
    [InlineData("ts")]
    [InlineData("flv")]
    public async Task AllUnitsComeOutOfTheOtherServerAsTheyAre(string form)
    {
        await using TestServer first = new();
        await using LiveHost host = await LiveHost.StartAsync(first);
        await using TestServer second = new() { IsBesideAnother = true };
        await using TestPublisher publisher = await first.PublishAsync();
        await publisher.SendAsync(30);
        Assert.True(HttpLocation.TryParse(new Uri(host.Plain, $"/cam.{form}").AbsoluteUri, out HttpLocation? location));
        HttpSource source = new(new HttpSourceOptions { Stream = "copy", Location = location }, second.Streams, second.Sessions, second.Time, second.Log);
        using CancellationTokenSource stop = new();
        Task<SourceEnd> run = source.RunAsync(stop.Token);
        await Eventually.True(() => first.Sessions.All.Any(session => session.Protocol == $"http-{form}"), "there is a viewer", cancellation: Cancellation);
        for (int i = 0; i < 60; i++)
        {
            await publisher.SendAsync(1);
            second.Time.Advance(TimeSpan.FromMilliseconds(33));
        }

        LiveStream copy = await Eventually.Value(() => second.Streams.Find("copy"), () => $"the stream is there\n{second.Log}", cancellation: Cancellation);
        await Eventually.True(
            () => StreamUnits.Of(copy, MediaKind.Video).Count >= 60 && StreamUnits.Of(copy, MediaKind.Audio).Count > 50, $"the units come\n{second.Log}", cancellation: Cancellation);
        StreamUnits.AssertIsRun(first.Stream(), copy, MediaKind.Video);
        StreamUnits.AssertIsRun(first.Stream(), copy, MediaKind.Audio);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }
}
