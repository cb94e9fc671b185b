using System.Globalization;
using System.Text.RegularExpressions;
using Headrace.Endpoints.Tests.Made;

namespace Headrace.Endpoints.Tests.Rtsp;

/// <summary>Plays over RTSP/TCP and puts the units together again.</summary>
internal sealed partial class TestViewer(RtspTestClient client, string name) : IAsyncDisposable
{
    private readonly Dictionary<byte, RtpUnits> _units = [];
    private readonly Dictionary<byte, int> _reports = [];

    public RtspTestClient Client => client;

    public string Url => client.Url(name);

    /// <summary>Control URL of each medium of the description, and whether it is video.</summary>
    public List<(string Url, bool IsVideo)> Tracks { get; } = [];

    /// <summary>Number and time that RTP-Info gives for a track.</summary>
    public (ushort Sequence, uint Time) InfoOf(int track) => Info[Tracks[track].Url];

    public RtpUnits Video => _units.Values.Single(units => units.IsVideo);

    public RtpUnits Audio => _units.Values.Single(units => !units.IsVideo);

    /// <summary>RTCP packets on channels that were set up for them.</summary>
    public int Reports => _reports.Values.Sum();

    /// <summary>RTP-Info of the last PLAY: number and time by URL.</summary>
    public Dictionary<string, (ushort Sequence, uint Time)> Info { get; private set; } = [];

    public async Task DescribeAsync()
    {
        RtspTestReply reply = (await client.RequestAsync("DESCRIBE", Url, "Accept: application/sdp")).MustBe(200);
        string based = reply["Content-Base"]!;
        bool isVideo = false;
        bool isInMedium = false;
        foreach (string line in reply.Body.Split("\r\n"))
        {
            if (line.StartsWith("m=", StringComparison.Ordinal)) (isInMedium, isVideo) = (true, line.StartsWith("m=video", StringComparison.Ordinal));
            if (isInMedium && line.StartsWith("a=control:", StringComparison.Ordinal)) Tracks.Add((based + line["a=control:".Length..], isVideo));
        }
    }

    public async Task SetUpAllAsync()
    {
        for (int i = 0; i < Tracks.Count; i++) await SetUpAsync(i, (byte)(i * 2));
    }

    /// <summary>Sets a track up on a channel.</summary>
    public async Task SetUpAsync(int track, byte channel)
    {
        RtspTestReply reply = await client.RequestAsync("SETUP", Tracks[track].Url, $"Transport: RTP/AVP/TCP;unicast;interleaved={channel}-{channel + 1}");
        Assert.Contains($"interleaved={channel}-{channel + 1}", reply.MustBe(200)["Transport"], StringComparison.Ordinal);
        client.Session = reply["Session"]!.Split(';')[0];
        _units[channel] = new RtpUnits(Tracks[track].IsVideo);
        _reports[(byte)(channel + 1)] = 0;
    }

    public async Task<RtspTestReply> PlayAsync()
    {
        RtspTestReply reply = (await client.RequestAsync("PLAY", Url, "Range: npt=0.000-")).MustBe(200);
        Info = [];
        foreach (Match entry in InfoEntry().Matches(reply["RTP-Info"] ?? ""))
        {
            Info[entry.Groups[1].Value] = (ushort.Parse(entry.Groups[2].Value, CultureInfo.InvariantCulture), uint.Parse(entry.Groups[3].Value, CultureInfo.InvariantCulture));
        }

        return reply;
    }

    /// <summary>Forgets what came, for a PLAY that begins anew.</summary>
    public void Forget()
    {
        foreach ((byte channel, RtpUnits units) in _units.ToArray()) _units[channel] = new RtpUnits(units.IsVideo);
    }

    /// <summary>Lets numbers jump forward between units: for a viewer who falls behind.</summary>
    public void AllowJumps()
    {
        foreach (RtpUnits units in _units.Values) units.MayJump = true;
    }

    /// <summary>Reads frames until a condition holds.</summary>
    public async Task ReadUntilAsync(Func<bool> isDone)
    {
        while (!isDone())
        {
            InterleavedBytes? frame = await client.ReadFrameAsync();
            Assert.True(frame is not null, "the server closed");
            Take(frame);
        }
    }

    /// <summary>Reads frames to the end of the stream.</summary>
    public async Task ReadToEndAsync()
    {
        while (await TryReadAsync())
        {
        }
    }

    /// <summary>Reads a frame; false at the end of the stream.</summary>
    public async Task<bool> TryReadAsync()
    {
        if (await client.ReadFrameAsync() is not { } frame) return false;
        Take(frame);
        return true;
    }

    /// <summary>Reads all that was sent before the answer to a request made now; false when the server has closed.</summary>
    public async Task<bool> TryReadAllAsync()
    {
        bool isOpen = await client.TryPingAsync(Url);
        while (client.TryTakeKeptFrame() is { } frame) Take(frame);
        return isOpen;
    }

    public ValueTask DisposeAsync() => client.DisposeAsync();

    private void Take(InterleavedBytes frame)
    {
        if (_units.TryGetValue(frame.Channel, out RtpUnits? units)) units.Add(frame.Bytes);
        else if (_reports.TryGetValue(frame.Channel, out int count)) _reports[frame.Channel] = count + 1;
        else Assert.Fail($"a frame on channel {frame.Channel}, which was not set up");
    }

    [GeneratedRegex(@"url=([^;,]+);seq=(\d+);rtptime=(\d+)")]
    private static partial Regex InfoEntry();
}
