using System.Net;
using Headrace.Endpoints.Tests.Hosting;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.G711;
using Headrace.Media.Timeline;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.Streaming.Streams;

namespace Headrace.Endpoints.Tests.Hls;

/// <summary>A stream of which HLS carries nothing: nobody waits for what will not come, and everybody is told why.</summary>
public sealed class NotCarriedTests
{
    private const string Advice = "G.711 A-law goes out over RTSP, RTP, RTMP and FLV over HTTP; AAC goes out over all";

    [Theory]
    [InlineData("index.m3u8", "MP4 does not carry G.711 A-law here: no player at hand takes it from MP4; it is read from files")]
    [InlineData("ts.m3u8", "MPEG-TS does not carry G.711 A-law here: there is no stream type for it")]
    public async Task PlaylistIsRefusedAtOnceWithTheReason(string playlist, string reason)
    {
        await using TestServer server = new();
        await using HlsHost host = await HlsHost.StartAsync(server);
        G711Format format = G711Format.Of(G711Codec.ALaw);
        Assert.Equal(PublishRefusal.None, server.Streams.TryPublish("sound", [new AnnouncedTrack(format.Codec, format, ParameterSets.Empty, format.ClockRate)], null, out Publication? publication));
        publication!.Publish(0, new InputTimestamps(0), MonotonicTime.Now(server.Time), new AssembledUnit
        {
            Payload = MediaBufferPool.Shared.Copy(new byte[160], publication.Memory),
            Format = format,
            ParameterSets = ParameterSets.Empty,
            RandomAccess = RandomAccess.Idr,
            NominalDuration = 160,
        });
        using HttpResponseMessage answer = await host.GetAsync($"/sound/{playlist}");
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
        string problem = await answer.Content.ReadAsStringAsync();
        Assert.Contains("/problems/codec-not-carried", problem, StringComparison.Ordinal);
        Assert.Contains(reason, problem, StringComparison.Ordinal);
        Assert.Contains(Advice, problem, StringComparison.Ordinal);
        Assert.Contains(server.Log.With("sound"), line => line.Text.Contains(reason, StringComparison.Ordinal) && line.Text.Contains(Advice, StringComparison.Ordinal));
        Assert.Equal(0, server.Stream("sound").Branches.Count);
        publication.End();
    }
}
