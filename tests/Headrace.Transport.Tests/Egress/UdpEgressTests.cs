using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using Headrace.Media.Timing;
using Headrace.TestKit;
using Headrace.Transport.Egress;
using Headrace.Transport.Tests.Udp;
using Headrace.Transport.Udp;

namespace Headrace.Transport.Tests.Egress;

public sealed class UdpEgressTests
{
    [Fact]
    public async Task ALongBurstIsSpreadAndArrivesInOrder()
    {
        using EgressPump pump = new("test", TimeProvider.System, e => throw new InvalidOperationException("", e), ring: null);
        using ReceivedDatagrams receiver = new();
        using UdpSocket sender = UdpSocket.Open(new IPEndPoint(IPAddress.Loopback, 0));
        NumberedSource source = new(receiver.Address, 300);
        UdpEgress egress = new(pump, sender, source);
        egress.Schedule();
        await receiver.WaitForAsync(300);
        Assert.Equal(Enumerable.Range(0, 300), receiver.All.Select(one => (int)BitConverter.ToInt16(one)));
        Assert.Equal(300 * 2, egress.BytesSent);
        Assert.Equal(5, source.Results.Count);
        Assert.All(source.Results, result => Assert.Equal((SocketError.Success, 0), (result.Error, result.Failed)));
        egress.Close();
        egress.Close();
        await Eventually.True(() => source.Closed == 1, "what is held is given back");
    }

    [Fact]
    public async Task ASourceThatThrowsIsReportedAndClosedAndTheOthersGoOn()
    {
        List<Exception> errors = [];
        using EgressPump pump = new("test", TimeProvider.System, errors.Add, ring: null);
        using ReceivedDatagrams receiver = new();
        using UdpSocket sender = UdpSocket.Open(new IPEndPoint(IPAddress.Loopback, 0));
        NumberedSource broken = new(receiver.Address, 10) { Throws = true };
        NumberedSource sound = new(receiver.Address, 10);
        new UdpEgress(pump, sender, broken).Schedule();
        new UdpEgress(pump, sender, sound).Schedule();
        await receiver.WaitForAsync(10);
        await Eventually.True(() => broken.Closed == 1, "the broken one is closed");
        Assert.Single(errors);
    }

    [Fact]
    public async Task NothingIsSentAfterItIsClosed()
    {
        using EgressPump pump = new("test", TimeProvider.System, e => throw new InvalidOperationException("", e), ring: null);
        using ReceivedDatagrams receiver = new();
        using UdpSocket sender = UdpSocket.Open(new IPEndPoint(IPAddress.Loopback, 0));
        for (int i = 0; i < 20; i++)
        {
            EndlessSource source = new(receiver.Address);
            UdpEgress egress = source.Egress = new UdpEgress(pump, sender, source);
            egress.Schedule();
            await Eventually.True(() => source.Sent > i, "it sends");
            egress.Close();
            Assert.False(source.IsSending);
            int sent = source.Sent;
            await Eventually.True(() => source.Closed == 1, "what is held is given back");
            Assert.Equal(sent, source.Sent);
        }
    }

    private sealed class NumberedSource(UdpAddress to, int count) : IDatagramSource, IDatagramGroup
    {
        private int _next;
        private int _end;

        public bool Throws { get; init; }

        public int Closed { get; private set; }

        public List<UdpSendResult> Results { get; } = [];

        public ReadOnlySpan<UdpAddress?> Targets => new UdpAddress?[] { to };

        public bool IsPaced => false;

        public bool TryPeek(MonotonicTime now, UdpSendBatches batches, [NotNullWhen(true)] out UdpSendBatch? batch)
        {
            if (Throws) throw new InvalidOperationException("broken");
            batch = _next < count ? batches.Get(this, _next, out _end) : null;
            return batch is not null;
        }

        public int Fill(UdpSendBatch batch, int from)
        {
            while (from < count && batch.TryAdd(BitConverter.GetBytes((short)from), 0)) from++;
            return from;
        }

        public void OnSent(MonotonicTime now, in UdpSendResult result)
        {
            _next = _end;
            Results.Add(result);
        }

        public void OnClosed() => Closed++;
    }

    /// <summary>Asks for more as soon as something was sent.</summary>
    private sealed class EndlessSource(UdpAddress to) : IDatagramSource, IDatagramGroup
    {
        private volatile bool _isSending;
        private volatile int _sent;
        private bool _hasGiven;

        public UdpEgress? Egress { get; set; }

        public bool IsSending => _isSending;

        public int Sent => _sent;

        public int Closed { get; private set; }

        public ReadOnlySpan<UdpAddress?> Targets => new UdpAddress?[] { to };

        public bool IsPaced => false;

        public bool TryPeek(MonotonicTime now, UdpSendBatches batches, [NotNullWhen(true)] out UdpSendBatch? batch)
        {
            _hasGiven = !_hasGiven;
            _isSending = _hasGiven;
            batch = _hasGiven ? batches.Get(this, 0, out _) : null;
            return _hasGiven;
        }

        public int Fill(UdpSendBatch batch, int from) => batch.TryAdd([1], 0) ? 1 : from;

        public void OnSent(MonotonicTime now, in UdpSendResult result)
        {
            _sent++;
            _isSending = false;
            Egress!.Schedule();
        }

        public void OnClosed() => Closed++;
    }
}
