using System.Collections.Concurrent;
using Headrace.Media.Timing;
using Headrace.Transport.Udp;

namespace Headrace.Endpoints.Tests.Rtsp.Udp;

/// <summary>Keeps the datagrams that a socket receives.</summary>
internal sealed class UdpTestKeeper : IUdpHandler
{
    public ConcurrentQueue<byte[]> Kept { get; } = new();

    public void OnDatagram(ReadOnlySpan<byte> bytes, in UdpAddress from, MonotonicTime now) => Kept.Enqueue(bytes.ToArray());
}
