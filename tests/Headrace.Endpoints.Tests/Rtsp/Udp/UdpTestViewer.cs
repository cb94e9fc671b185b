using System.Buffers.Binary;
using Headrace.Endpoints.Tests.Hosting;
using Headrace.Endpoints.Tests.Made;
using Headrace.TestKit;

namespace Headrace.Endpoints.Tests.Rtsp.Udp;

/// <summary>Plays over UDP and puts the units together again.</summary>
internal sealed class UdpTestViewer(TestServer server, TestViewer viewer) : IAsyncDisposable
{
    private readonly List<(UdpTestPeer Peer, RtpUnits Units)> _tracks = [];

    public TestViewer Viewer => viewer;

    public IReadOnlyList<UdpTestPeer> Peers => [.. _tracks.Select(track => track.Peer)];

    /// <summary>Answers to SETUP.</summary>
    public List<string> Transports { get; } = [];

    public RtpUnits Video => Units(isVideo: true);

    public RtpUnits Audio => Units(isVideo: false);

    public static async Task<UdpTestViewer> StartAsync(TestServer server, string name = "cam")
    {
        UdpTestViewer udp = new(server, new TestViewer(await server.ConnectAsync(), name));
        await udp.Viewer.DescribeAsync();
        await udp.SetUpAsync();
        await udp.Viewer.PlayAsync();
        return udp;
    }

    public async Task SetUpAsync()
    {
        foreach ((string url, bool isVideo) in viewer.Tracks)
        {
            UdpTestPeer peer = new();
            RtspTestReply reply = (await viewer.Client.RequestAsync("SETUP", url, $"Transport: {peer.Transport}")).MustBe(200);
            viewer.Client.Session = reply["Session"]!.Split(';')[0];
            Transports.Add(reply["Transport"]!);
            peer.Accept(reply["Transport"]!, server.Address.Address);
            _tracks.Add((peer, new RtpUnits(isVideo)));
        }
    }

    /// <summary>Waits until pictures have come.</summary>
    public Task WaitForVideoAsync(int count) => Eventually.True(
        () =>
        {
            // The burst at his start is spread over time.
            server.Time.Advance(TimeSpan.FromMilliseconds(1));
            Drain();
            return Video.Units.Count >= count;
        },
        $"{count} pictures come");

    /// <summary>Takes what has come.</summary>
    public void Drain()
    {
        foreach ((UdpTestPeer peer, RtpUnits units) in _tracks)
        {
            while (peer.Packets.TryDequeue(out byte[]? packet)) units.Add(packet);
        }
    }

    /// <summary>The source of the packets of a track that has just begun.</summary>
    public async Task<uint> SsrcAsync(int track)
    {
        byte[] first = await Eventually.Value(() => _tracks[track].Peer.Packets.TryPeek(out byte[]? packet) ? packet : null, () => "a packet comes");
        return BinaryPrimitives.ReadUInt32BigEndian(first.AsSpan(8));
    }

    public async ValueTask DisposeAsync()
    {
        foreach ((UdpTestPeer peer, _) in _tracks) peer.Dispose();
        await viewer.DisposeAsync();
    }

    private RtpUnits Units(bool isVideo) => _tracks.Single(track => track.Units.IsVideo == isVideo).Units;
}
