using System.Buffers.Binary;
using Headrace.Endpoints.Tests.Hosting;
using Headrace.Endpoints.Tests.Made;
using Headrace.TestKit;

namespace Headrace.Endpoints.Tests.Rtsp.Udp;

/// <summary>Publishes made units over UDP, through a path that may lose, repeat or swap packets.</summary>
internal sealed class UdpTestPublisher(TestServer server, TestPublisher publisher) : IAsyncDisposable
{
    private readonly List<UdpTestPeer> _peers = [];
    private int _sent;

    public TestPublisher Publisher => publisher;

    public IReadOnlyList<UdpTestPeer> Peers => _peers;

    public static async Task<UdpTestPublisher> StartAsync(TestServer server, PublishPlan? plan = null, string name = "cam")
    {
        UdpTestPublisher udp = new(server, new TestPublisher(await server.ConnectAsync(), name, server.Time, plan ?? new PublishPlan()));
        (await udp.Publisher.AnnounceAsync()).MustBe(200);
        await udp.SetUpAsync();
        (await udp.Publisher.RecordAsync()).MustBe(200);
        return udp;
    }

    public async Task SetUpAsync()
    {
        foreach (string track in publisher.Controls)
        {
            UdpTestPeer peer = new();
            _peers.Add(peer);
            RtspTestReply reply = await publisher.Client.RequestAsync("SETUP", $"{publisher.Url}/{track}", $"Transport: {peer.Transport};mode=record");
            publisher.Client.Session = reply.MustBe(200)["Session"]!.Split(';')[0];
            peer.Accept(reply["Transport"]!, server.Address.Address);
        }
    }

    /// <summary>Sends pictures and their sound; each packet through a path. Returns when the server has what arrives of them.</summary>
    /// <param name="frames">How many pictures.</param>
    /// <param name="path">What arrives of packet number N of track T, in order; null: the packet.</param>
    public async Task SendAsync(int frames, Func<int, int, byte[], IEnumerable<byte[]>>? path = null)
    {
        for (int i = 0; i < frames; i++) await SendOneAsync(path);
    }

    /// <summary>Lets time pass so that holes are given up.</summary>
    public void PassWindow() => server.Time.Advance(TimeSpan.FromMilliseconds(300));

    public async ValueTask DisposeAsync()
    {
        foreach (UdpTestPeer peer in _peers) peer.Dispose();
        await publisher.DisposeAsync();
    }

    private async Task SendOneAsync(Func<int, int, byte[], IEnumerable<byte[]>>? path)
    {
        long before = server.Sessions.All.Sum(session => session.BytesIn);
        long bytes = 0;
        byte[] frames = publisher.Next();
        for (int at = 0; at < frames.Length;)
        {
            int length = BinaryPrimitives.ReadUInt16BigEndian(frames.AsSpan(at + 2));
            byte[] packet = frames[(at + 4)..(at + 4 + length)];
            int track = frames[at + 1] / 2;
            foreach (byte[] arriving in path?.Invoke(track, _sent, packet) ?? [packet])
            {
                _peers[track].SendRtp(arriving);
                bytes += arriving.Length;
            }

            _sent++;
            at += 4 + length;
        }

        await Eventually.True(() => server.Sessions.All.Sum(session => session.BytesIn) >= before + bytes, "the server has received the packets");
    }
}
