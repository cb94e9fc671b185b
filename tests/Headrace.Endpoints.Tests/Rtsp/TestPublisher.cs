using Headrace.Endpoints.Tests.Made;
using Headrace.TestKit;

namespace Headrace.Endpoints.Tests.Rtsp;

/// <summary>Publishes made units of H.264 and AAC over RTSP/TCP, and keeps what it sent. The server's clock moves with its media.</summary>
internal sealed class TestPublisher(RtspTestClient client, string name, VirtualTime time, PublishPlan plan) : IAsyncDisposable
{
    public const int AudioRate = 48_000;
    private const int SamplesPerFrame = 1024;

    private readonly RtpPackets _video = new(plan.FirstChannel, 96, 65_500, 0x11111111);
    private readonly RtpPackets _audio = new((byte)(plan.FirstChannel + (plan.HasVideo ? 2 : 0)), 97, 100, 0x22222222);
    private readonly Random _random = new(plan.Seed);
    private readonly TimeSpan _begin = time.Elapsed;
    private long _audioFrames;

    public RtspTestClient Client => client;

    public string Name => name;

    public RtpPackets VideoPackets => _video;

    /// <summary>What was sent, in order.</summary>
    public List<MadeUnit> Sent { get; } = [];

    public IEnumerable<MadeUnit> SentVideo => Sent.Where(unit => unit.IsVideo);

    public IEnumerable<MadeUnit> SentAudio => Sent.Where(unit => !unit.IsVideo);

    /// <summary>Pictures made so far.</summary>
    public int Frames { get; private set; }

    public string Url => client.Url(name);

    private string Sdp => plan.Sdp ?? $"""
        v=0
        o=- 1 1 IN IP4 127.0.0.1
        s=made
        c=IN IP4 0.0.0.0
        t=0 0

        """.ReplaceLineEndings("\r\n") + (plan.HasVideo ? VideoLines : "") + (plan.HasAudio ? AudioLines : "");

    private static string VideoLines =>
        $"m=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=fmtp:96 packetization-mode=1;sprop-parameter-sets={Convert.ToBase64String(MadeH264.Sps)},{Convert.ToBase64String(MadeH264.Pps)}\r\na=control:video\r\n";

    private static string AudioLines =>
        $"m=audio 0 RTP/AVP 97\r\na=rtpmap:97 mpeg4-generic/{AudioRate}/2\r\na=fmtp:97 profile-level-id=1;mode=AAC-hbr;sizelength=13;indexlength=3;indexdeltalength=3;config=1190\r\na=control:audio\r\n";

    /// <summary>The media of the description, in its order.</summary>
    public IReadOnlyList<string> Controls => [.. Tracks];

    /// <summary>ANNOUNCE, SETUP of each track, RECORD.</summary>
    public async Task StartAsync()
    {
        (await AnnounceAsync()).MustBe(200);
        await SetUpAsync();
        (await RecordAsync()).MustBe(200);
    }

    public Task<RtspTestReply> AnnounceAsync() => client.RequestAsync("ANNOUNCE", Url, "Content-Type: application/sdp", Sdp);

    public async Task SetUpAsync()
    {
        byte channel = plan.FirstChannel;
        foreach (string track in Tracks)
        {
            RtspTestReply reply = await client.RequestAsync("SETUP", $"{Url}/{track}", $"Transport: RTP/AVP/TCP;unicast;mode=record;interleaved={channel}-{channel + 1}");
            client.Session = reply.MustBe(200)["Session"]!.Split(';')[0];
            channel += 2;
        }
    }

    public Task<RtspTestReply> RecordAsync() => client.RequestAsync("RECORD", Url, "Range: npt=0.000-");

    /// <summary>Sends pictures, and the sound beside them, while time passes; returns when the server has taken them.</summary>
    public async Task SendAsync(int frames)
    {
        for (int i = 0; i < frames; i++)
        {
            byte[] bytes = Next();
            await client.SendAsync(bytes);
            await SyncAsync();
        }
    }

    /// <summary>The next picture and the sound up to it as bytes; time passes, nothing is sent.</summary>
    public byte[] Next()
    {
        TimeSpan due = TimeSpan.FromSeconds((double)Frames / plan.FramesPerSecond);
        TimeSpan left = due - (time.Elapsed - _begin);
        if (left > TimeSpan.Zero) time.Advance(left);
        using MemoryStream bytes = new();
        if (plan.HasAudio) AddAudio(bytes, due);
        if (plan.HasVideo) Add(bytes, _video, MakeVideo());
        Frames++;
        return bytes.ToArray();
    }

    /// <summary>Waits until the server has taken what was sent.</summary>
    public async Task SyncAsync() => (await client.RequestAsync("GET_PARAMETER", Url)).MustBe(200);

    public ValueTask DisposeAsync() => client.DisposeAsync();

    private IEnumerable<string> Tracks => (plan.HasVideo ? new[] { "video" } : []).Concat(plan.HasAudio ? ["audio"] : []);

    private MadeUnit MakeVideo()
    {
        bool isKey = Frames % plan.Gop == 0;
        uint timestamp = unchecked(plan.VideoStart + (uint)((long)Frames * 90_000 / plan.FramesPerSecond));
        int bytes = isKey ? plan.KeyFrameBytes : plan.FrameBytes;
        List<byte[]> nals = Frames % 3 == 0 ? [MadeH264.Sei(Frames)] : [];
        nals.Add(MadeH264.Slice(isKey, Frames % plan.Gop, 0, bytes * 2 / 3, _random));
        nals.Add(MadeH264.Slice(isKey, Frames % plan.Gop, 400, bytes / 3, _random));
        return new MadeUnit(true, timestamp, nals);
    }

    private void AddAudio(MemoryStream bytes, TimeSpan due)
    {
        while (TimeSpan.FromSeconds((double)_audioFrames * SamplesPerFrame / AudioRate) <= due)
        {
            byte[] frame = new byte[_random.Next(100, 300)];
            _random.NextBytes(frame);
            Add(bytes, _audio, new MadeUnit(false, unchecked(plan.AudioStart + (uint)(_audioFrames * SamplesPerFrame)), [frame]));
            _audioFrames++;
        }
    }

    private void Add(MemoryStream bytes, RtpPackets packets, MadeUnit unit)
    {
        Sent.Add(unit);
        bytes.Write(packets.Cut(unit));
    }
}
