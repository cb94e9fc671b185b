using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Headrace.Media.Buffers;
using Headrace.Media.Timing;
using Headrace.TestKit;
using Headrace.Transport.Egress;
using Headrace.Transport.Tcp;

namespace Headrace.Transport.Tests.Egress;

public sealed class TcpEgressTests : IAsyncLifetime
{
    private readonly MediaBufferPool _pool = new();
    private readonly List<Exception> _errors = [];
    private readonly EgressPumps _pumps;
    private readonly Channel<TcpConnection> _accepted = Channel.CreateBounded<TcpConnection>(4);
    private readonly TaskCompletionSource _finish = new();
    private TcpAcceptor _acceptor = null!;
    private Socket _client = null!;
    private TcpConnection _server = null!;

    public TcpEgressTests() => _pumps = new EgressPumps(TimeProvider.System, _errors.Add, 1);

    public async ValueTask InitializeAsync()
    {
        ConnectionAdmission admission = new(new ConnectionLimits(10, 0, 0), TimeProvider.System);
        _acceptor = TcpAcceptor.Start(new IPEndPoint(IPAddress.Loopback, 0), _pumps, admission, async connection =>
        {
            await _accepted.Writer.WriteAsync(connection);
            await _finish.Task;
        });
        _client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 32 * 1024 };
        await _client.ConnectAsync(_acceptor.LocalEndPoint);
        _server = await _accepted.Reader.ReadAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _finish.TrySetResult();
        _client.Dispose();
        await _acceptor.DisposeAsync();
        _pumps.Dispose();
        Assert.Empty(_errors);
        Assert.Equal(0, _pool.Outstanding);
    }

    [Fact]
    public async Task MediaComesWholeAndInOrderThroughASocketThatIsFullMostOfTheTime()
    {
        ListSource source = new(_pool, count: 400, length: 50_000);
        _server.Egress.Post(default, source);
        byte[] got = await ReceiveAsync(400 * 50_000);
        for (int i = 0; i < 400; i++)
        {
            Assert.Equal((byte)i, got[i * 50_000]);
            Assert.Equal((byte)i, got[i * 50_000 + 49_999]);
        }
    }

    [Fact]
    public async Task SourceThatGivesSlowlyIsAskedAgainThoughNobodyWakesThePump()
    {
        _server.Egress.Post(default, new ListSource(_pool, count: 5, length: 10) { IsSlow = true });
        byte[] got = await ReceiveAsync(50);
        Assert.Equal([0, 1, 2, 3, 4], got.Where((_, i) => i % 10 == 0));
    }

    [Fact]
    public async Task RepliesGoBetweenWholeBuffersAndBeforeTheMediaThatTheyAnnounce()
    {
        ListSource source = new(_pool, count: 3, length: 10);
        _server.Egress.Post("first"u8.ToArray());
        _server.Egress.Post("second"u8.ToArray(), source);
        byte[] got = await ReceiveAsync(11 + 30);
        Assert.Equal("firstsecond"u8.ToArray(), got[..11]);
        Assert.Equal((byte)2, got[^1]);
        _server.Egress.Post("end"u8.ToArray(), null);
        Assert.Equal("end"u8.ToArray(), await ReceiveAsync(3));
    }

    [Fact]
    public async Task LastReplyIsFollowedByTheEndOfTheStream()
    {
        _server.Egress.PostLast("bye"u8.ToArray());
        Assert.Equal("bye"u8.ToArray(), await ReceiveAsync(3));
        Assert.Equal(0, await _client.ReceiveAsync(new byte[1]));
    }

    [Fact]
    public async Task PeerThatReadsNoRepliesIsDisconnected()
    {
        byte[] reply = new byte[64 * 1024];
        while (_server.Egress.Post(reply))
        {
        }

        Assert.Equal(EgressFault.RepliesNotRead, await _server.Fault);
    }

    [Fact]
    public async Task PeerThatIsGoneIsAFaultAndGivesTheBuffersBack()
    {
        _client.LingerState = new LingerOption(true, 0);
        _client.Close();
        ListSource source = new(_pool, count: 100, length: 100_000);
        _server.Egress.Post(default, source);
        Assert.Equal(EgressFault.PeerGone, await _server.Fault);
        source.Stop();
        await Eventually.True(() => _pool.Outstanding == 0, "all buffers are back");
    }

    [Fact]
    public async Task ConnectionClosedWhileParkedGivesItsBufferBack()
    {
        ListSource source = new(_pool, count: 1000, length: 100_000);
        _server.Egress.Post(default, source);
        await Eventually.True(() =>
        {
            _server.Egress.Schedule();
            return source.Stalls > 0;
        }, "the connection is parked");
        source.Stop();
        _server.Abort();
        await Eventually.True(() => _pool.Outstanding == 0, "all buffers are back");
    }

    [Fact]
    [Trait("Pain", "8")]
    public async Task FaultInASourceEndsItsConnectionAndNoOther()
    {
        using Socket other = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await other.ConnectAsync(_acceptor.LocalEndPoint);
        TcpConnection healthy = await _accepted.Reader.ReadAsync();
        EgressGroup group = _server.Egress.Pump.CreateGroup();
        ThrowingSource source = new();
        ListSource good = new(_pool, count: 3, length: 10);
        group.Add(_server.Egress);
        group.Add(healthy.Egress);
        _server.Egress.Post(default, source);
        healthy.Egress.Post(default, good);
        Assert.Equal(EgressFault.SourceFailed, await _server.Fault);
        group.OnPublished();
        byte[] got = new byte[30];
        for (int count = 0; count < got.Length;) count += await other.ReceiveAsync(got.AsMemory(count)).AsTask().WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal((byte)2, got[^1]);
        Assert.IsType<InvalidOperationException>(Assert.Single(_errors));
        Assert.Equal(1, source.Calls);
        _errors.Clear();
    }

    [Fact]
    public async Task NothingIsKeptForAConnectionThatIsClosed()
    {
        _server.Abort();
        await Eventually.True(() => !_server.Egress.Post(new byte[1000]), "the egress is closed");
        for (int i = 0; i < 1000; i++) Assert.False(_server.Egress.Post(new byte[1000]));
        Assert.False(_server.Fault.IsCompleted);
    }

    [Fact]
    public async Task ParkedConnectionThatIsResetIsFreedOnceWhileOthersWakeThePump()
    {
        ListSource source = new(_pool, count: 1000, length: 100_000);
        EgressGroup group = _server.Egress.Pump.CreateGroup();
        group.Add(_server.Egress);
        _server.Egress.Post(default, source);
        await Eventually.True(() =>
        {
            group.OnPublished();
            return source.Stalls > 0;
        }, "the connection is parked");
        _client.LingerState = new LingerOption(true, 0);
        _client.Close();
        while (!_server.Fault.IsCompleted) group.OnPublished();
        Assert.Equal(EgressFault.PeerGone, await _server.Fault);
        source.Stop();
        await Eventually.True(() => _pool.Outstanding == 0, "all buffers are back");
    }

    private async Task<byte[]> ReceiveAsync(int count)
    {
        byte[] bytes = new byte[count];
        for (int got = 0; got < count;)
        {
            int read = await _client.ReceiveAsync(bytes.AsMemory(got)).AsTask().WaitAsync(TimeSpan.FromSeconds(20));
            Assert.NotEqual(0, read);
            got += read;
        }

        return bytes;
    }

    private sealed class ThrowingSource : IEgressSource
    {
        private int _calls;

        public int Calls => Volatile.Read(ref _calls);

        public bool IsPaced => false;

        public bool TryNext(MonotonicTime now, out MediaBuffer buffer)
        {
            Interlocked.Increment(ref _calls);
            throw new InvalidOperationException("a defect");
        }

        public void OnStalled(TimeSpan duration)
        {
        }
    }
}
