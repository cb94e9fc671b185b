using System.Net;
using Headrace.Containers.Mp4;
using Headrace.Containers.Mp4.Fragments;
using Headrace.Endpoints.Tests.Hosting;
using Headrace.Endpoints.Tests.Rtsp;
using Headrace.Streaming.Sessions;
using Headrace.TestKit;

namespace Headrace.Endpoints.Tests.HttpLive;

/// <summary>MP4 without end: what comes is read by our own reader, which is strict.</summary>
public sealed class Mp4LiveTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FragmentsFollowTheBeginningWithoutHoles()
    {
        await using TestServer server = new();
        await using LiveHost host = await LiveHost.StartAsync(server);
        await using TestPublisher publisher = await server.PublishAsync();
        await publisher.SendAsync(60);
        await Eventually.True(() => server.Stream().Snapshot().Tracks is [{ Units: > 50 }, ..], "media is there");
        using HttpResponseMessage answer = await host.AskAsync("/cam.mp4");
        Assert.Equal((HttpStatusCode.OK, "video/mp4"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Session session = await Eventually.Value(() => server.Sessions.All.FirstOrDefault(one => one.Protocol == "http-mp4"), () => "there is a viewer");
        await using Stream body = await answer.Content.ReadAsStreamAsync(Cancellation);
        using MemoryStream file = new();
        byte[] buffer = new byte[16 * 1024];
        Task sending = publisher.SendAsync(90);
        while (file.Length < 60_000) file.Write(buffer, 0, await body.ReadAsync(buffer, Cancellation));
        await sending;
        session.End(SessionEndReason.Kicked);
        for (int count = 1; count > 0;)
        {
            count = await body.ReadAsync(buffer, Cancellation);
            file.Write(buffer, 0, count);
        }

        byte[] bytes = Whole(file.ToArray());
        Assert.True(InitSegmentReader.TryRead(bytes, out InitSegmentInfo? init, out Mp4Error error), error.ToString());
        Assert.Equal(2, init.Tracks.Length);
        Assert.True(FragmentReader.TryRead(init, bytes, out FragmentContents? contents, out error), error.ToString());
        foreach (InitTrack track in init.Tracks)
        {
            SampleInfo[] samples = [.. contents.Samples.Where(sample => sample.TrackId == track.TrackId)];
            Assert.InRange(samples.Length, 20, 1000);
            Assert.All(samples.Zip(samples.Skip(1)), pair => Assert.InRange(pair.Second.DecodeTime - pair.First.DecodeTime - pair.First.Duration, -1, 1));
        }

        Assert.True(contents.Samples.First(sample => init.Tracks.First(track => track.IsVideo).TrackId == sample.TrackId).IsSync);
        await Eventually.True(() => host.Running == 0, "no request is left");
    }

    /// <summary>The whole boxes: what was cut off at the end is none of the stream's.</summary>
    private static byte[] Whole(byte[] bytes)
    {
        int at = 0;
        int end = 0;
        while (at + 8 <= bytes.Length)
        {
            int length = bytes[at] << 24 | bytes[at + 1] << 16 | bytes[at + 2] << 8 | bytes[at + 3];
            bool isData = bytes[at + 4] == 'm' && bytes[at + 5] == 'd';
            if (length < 8 || at + length > bytes.Length) break;
            at += length;
            if (isData) end = at;
        }

        return bytes[..end];
    }
}
