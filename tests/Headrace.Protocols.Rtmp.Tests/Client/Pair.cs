using System.Buffers;
using Headrace.Media.Timing;
using Headrace.Protocols.Rtmp.Client;
using Headrace.Protocols.Rtmp.Server;

namespace Headrace.Protocols.Rtmp.Tests.Client;

/// <summary>A client and a server of ours that talk, by pieces of some bytes.</summary>
internal sealed class Pair
{
    private readonly int _piece;
    private readonly ArrayBufferWriter<byte> _toClient = new();
    private byte[] _atServer = [];
    private byte[] _atClient = [];

    public Pair(bool publishes, string url = "rtmp://host/live/cam", int piece = 100, RtmpCapabilities? capabilities = null, RtmpServerSignIn? asks = null, string? signIn = null)
    {
        _piece = piece;
        Server = new RtmpServerSession(new RtmpServerOptions { SignIn = asks }, Now);
        Assert.True(RtmpLocation.TryParse(url, out RtmpLocation? location));
        Client = new RtmpClientSession(new RtmpClientOptions { Publishes = publishes, Capabilities = capabilities ?? RtmpCapabilities.Own, SignIn = signIn }, location);
        Client.Start(ToServer, Now);
    }

    public RtmpServerSession Server { get; }

    public RtmpClientSession Client { get; }

    public MonotonicTime Now { get; set; } = new(1_000_000_000_000);

    public ArrayBufferWriter<byte> ToServer { get; } = new();

    public MediaLog AtServer { get; } = new();

    public MediaLog AtClient { get; } = new();

    public List<RtmpServerEvent> ServerEvents { get; } = [];

    public List<RtmpClientEvent> ClientEvents { get; } = [];

    public RtmpRefusal? Refusal { get; set; }

    /// <summary>Carries bytes until nobody says anything more.</summary>
    public void Run()
    {
        bool moved = true;
        while (moved)
        {
            moved = Move(ToServer, ref _atServer, bytes => Server.Receive(bytes, _toClient, Now, AtServer));
            while (Server.TryGetEvent(out RtmpServerEvent? next))
            {
                ServerEvents.Add(next);
                moved = true;
                Decide(next);
            }

            moved |= Move(_toClient, ref _atClient, bytes => Client.Receive(bytes, ToServer, Now, AtClient));
            while (Client.TryGetEvent(out RtmpClientEvent? next))
            {
                ClientEvents.Add(next);
                moved = true;
            }
        }
    }

    /// <summary>The server says something of its own accord.</summary>
    public void Say(Action<IBufferWriter<byte>> words) => words(_toClient);

    private void Decide(RtmpServerEvent next)
    {
        if (next is RtmpServerEvent.Decision refused && Refusal is { } refusal) Server.Reject(refused, refusal, "Not here.", _toClient, Now);
        else if (next is RtmpServerEvent.PublishRequested publish) Server.AcceptPublish(publish, _toClient, Now);
        else if (next is RtmpServerEvent.PlayRequested play) Server.AcceptPlay(play, _toClient, Now);
    }

    private bool Move(ArrayBufferWriter<byte> from, ref byte[] at, Func<byte[], int> receive)
    {
        bool moved = false;
        byte[] sent = from.WrittenSpan.ToArray();
        from.ResetWrittenCount();
        foreach (byte[] piece in sent.Chunk(_piece).DefaultIfEmpty([]))
        {
            at = [.. at, .. piece];
            int taken = receive(at);
            at = at[taken..];
            moved |= taken > 0 || piece.Length > 0;
        }

        return moved;
    }
}
