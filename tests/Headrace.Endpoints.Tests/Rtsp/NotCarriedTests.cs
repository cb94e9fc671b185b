using Headrace.Endpoints.Tests.Hosting;
using Headrace.Endpoints.Tests.Made;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Flac;
using Headrace.Media.Codecs.H264;
using Headrace.Media.Timeline;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.Streaming.Streams;

namespace Headrace.Endpoints.Tests.Rtsp;

/// <summary>Streams of which RTP carries nothing, or not all: who asks learns it at once, and the log says why.</summary>
public sealed class NotCarriedTests
{
    private const string Reason = "RTP does not carry FLAC here: there is no payload format for it";
    private const string Advice = "FLAC goes out over HLS, DASH, MP4 over HTTP, RTMP and FLV over HTTP; AAC goes out over all";

    private static readonly FlacFormat Sound = new() { SampleRate = 48_000, Channels = 2, BitsPerSample = 16, SmallestBlock = 4096, LargestBlock = 4096 };

    [Fact]
    public async Task StreamOfWhichRtpCarriesNothingIsUnsupportedMedia()
    {
        await using TestServer server = new();
        Publication publication = Publish(server, hasPictures: false);
        await using RtspTestClient client = await server.ConnectAsync();
        RtspTestReply answer = (await client.RequestAsync("DESCRIBE", client.Url("cam"))).MustBe(415);
        Assert.Contains($"Unsupported Media Type: {Reason}; {Advice}", answer.StatusLine, StringComparison.Ordinal);
        Assert.Single(server.Log.With("leaves out track"), line => line.Text.Contains($"{Reason}; {Advice}", StringComparison.Ordinal));
        Assert.Empty(server.Log.With("did not come up in time"));
        publication.End();
    }

    [Fact]
    public async Task TrackThatRtpDoesNotCarryIsLeftOutOfTheDescription()
    {
        await using TestServer server = new();
        Publication publication = Publish(server, hasPictures: true);
        await using RtspTestClient client = await server.ConnectAsync();
        string description = (await client.RequestAsync("DESCRIBE", client.Url("cam"))).MustBe(200).Body;
        Assert.Contains("m=video", description, StringComparison.Ordinal);
        Assert.DoesNotContain("m=audio", description, StringComparison.Ordinal);
        Assert.Single(server.Log.With("leaves out track"), line => line.Text.Contains($"{Reason}; {Advice}", StringComparison.Ordinal));
        Assert.Empty(server.Log.With("did not come up in time"));
        publication.End();
    }

    private static Publication Publish(TestServer server, bool hasPictures)
    {
        AnnouncedTrack sound = new(Sound.Codec, Sound, ParameterSets.Empty, Sound.ClockRate);
        Assert.True(H264Sps.TryParse(MadeH264.Sps, out H264Sps? sps));
        ParameterSets sets = ParameterSets.Empty.With(ParameterSetKind.Sps, 0, MadeH264.Sps).With(ParameterSetKind.Pps, 0, MadeH264.Pps);
        AnnouncedTrack pictures = new(H264Codec.Instance, H264Format.Of(sps), sets, 90_000);
        Assert.Equal(PublishRefusal.None, server.Streams.TryPublish("cam", hasPictures ? [sound, pictures] : [sound], null, out Publication? publication));
        publication!.Publish(0, new InputTimestamps(0), MonotonicTime.Now(server.Time), new AssembledUnit
        {
            Payload = MediaBufferPool.Shared.Copy(new byte[100], publication.Memory),
            Format = Sound,
            ParameterSets = ParameterSets.Empty,
            RandomAccess = RandomAccess.Idr,
            NominalDuration = 4096,
        });
        return publication;
    }
}
