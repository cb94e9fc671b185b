using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Headrace.Media.Timing;
using Headrace.Transport.Udp;

namespace Headrace.Endpoints.Tests.Srt;

/// <summary>Stands between callers and a listener, and loses datagrams of both directions: by a seed, or all.</summary>
internal sealed class LossyRelay : IUdpHandler, IDisposable
{
    private readonly UdpAddress _target;
    private readonly UdpSocket _front = UdpSocket.Open(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly ConcurrentDictionary<UdpAddress, Way> _ways = new();
    private readonly Random _random;
    private readonly Lock _gate = new();
    private double _loss;
    private int _lost;

    public LossyRelay(IPEndPoint target, int seed)
    {
        _target = UdpAddress.Of(target);
        _random = new Random(seed);
        _ = _front.ReceiveAsync(this, TimeProvider.System);
    }

    public IPEndPoint Address => _front.LocalEndPoint;

    /// <summary>Part of the datagrams that is lost, 0 to 1.</summary>
    public double Loss
    {
        get => Volatile.Read(ref _loss);
        set => Volatile.Write(ref _loss, value);
    }

    /// <summary>Datagrams lost.</summary>
    public int Lost => Volatile.Read(ref _lost);

    public void OnDatagram(ReadOnlySpan<byte> bytes, in UdpAddress from, MonotonicTime now)
    {
        if (IsLost()) return;
        _ways.GetOrAdd(from, static (caller, relay) => new Way(relay, caller), this).Socket.Send(bytes, _target);
    }

    public void Dispose()
    {
        _front.Dispose();
        foreach (Way way in _ways.Values) way.Socket.Dispose();
    }

    private bool IsLost()
    {
        lock (_gate)
        {
            if (_random.NextDouble() >= Loss) return false;
            _lost++;
            return true;
        }
    }

    /// <summary>What comes back to one caller.</summary>
    private sealed class Way : IUdpHandler
    {
        private readonly LossyRelay _relay;
        private readonly UdpAddress _caller;

        public Way(LossyRelay relay, UdpAddress caller)
        {
            _relay = relay;
            _caller = caller;
            _ = Socket.ReceiveAsync(this, TimeProvider.System);
        }

        public UdpSocket Socket { get; } = UdpSocket.Open(new IPEndPoint(IPAddress.Loopback, 0));

        public void OnDatagram(ReadOnlySpan<byte> bytes, in UdpAddress from, MonotonicTime now)
        {
            if (!_relay.IsLost()) _relay._front.Send(bytes, _caller);
        }

        public void OnError(SocketError error)
        {
            // The listener is gone; the caller will notice by itself.
        }
    }
}
