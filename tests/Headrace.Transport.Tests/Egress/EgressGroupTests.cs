using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Headrace.Media.Buffers;
using Headrace.Media.Timing;
using Headrace.TestKit;
using Headrace.Transport.Egress;
using Headrace.Transport.Tcp;

namespace Headrace.Transport.Tests.Egress;

/// <summary>Where the system is called for each.</summary>
public sealed class PlainEgressGroupTests() : EgressGroupTests(static () => null);

/// <summary>Where it is called once for many.</summary>
public sealed class RingEgressGroupTests() : EgressGroupTests(static () => SendRing.TryCreate(SendRound.RingEntries));

public abstract class EgressGroupTests : IAsyncLifetime
{
    /// <summary>More than are sent to in one go, and not a multiple of it.</summary>
    private const int Members = 150;

    private const int Full = 0, Gone = 1, Throwing = 2;

    private readonly MediaBufferPool _pool = new();
    private readonly List<Exception> _errors = [];
    private readonly EgressPumps _pumps;
    private readonly Channel<TcpConnection> _accepted = Channel.CreateBounded<TcpConnection>(Members);
    private readonly TaskCompletionSource _finish = new();
    private readonly List<(Socket Client, TcpConnection Server, GatedSource Source)> _members = [];
    private readonly EgressGroup _group;
    private TcpAcceptor _acceptor = null!;

    private protected EgressGroupTests(Func<SendRing?> ring)
    {
        _pumps = new EgressPumps(TimeProvider.System, _errors.Add, 1, ring);
        _group = _pumps.All[0].CreateGroup();
    }

    public async ValueTask InitializeAsync()
    {
        ConnectionAdmission admission = new(new ConnectionLimits(Members, 0, 0), TimeProvider.System);
        _acceptor = TcpAcceptor.Start(new IPEndPoint(IPAddress.Loopback, 0), _pumps, admission, async connection =>
        {
            await _accepted.Writer.WriteAsync(connection);
            await _finish.Task;
        });
        for (int i = 0; i < Members; i++)
        {
            Socket client = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 32 * 1024 };
            await client.ConnectAsync(_acceptor.LocalEndPoint);
            TcpConnection server = await _accepted.Reader.ReadAsync();
            GatedSource source = new(_pool, length: i == Full ? 8_000_000 : 20_000) { Throws = i == Throwing };
            _members.Add((client, server, source));
            server.Egress.Post(default, source);
            _group.Add(server.Egress);
        }
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _finish.TrySetResult();
        foreach ((Socket client, _, _) in _members) client.Dispose();
        await _acceptor.DisposeAsync();
        _pumps.Dispose();
        Assert.Equal(0, _pool.Outstanding);
    }

    [Fact]
    public async Task EachGetsWhatIsHisThoughOneIsFullOneIsGoneAndOneFails()
    {
        _members[Gone].Client.LingerState = new LingerOption(true, 0);
        _members[Gone].Client.Close();
        for (int item = 0; item < 3; item++)
        {
            Release();
            for (int i = Throwing + 1; i < Members; i++) await ExpectAsync(_members[i].Client, 20_000, (byte)item);
        }

        Assert.Equal(EgressFault.PeerGone, await _members[Gone].Server.Fault);
        Assert.Equal(EgressFault.SourceFailed, await _members[Throwing].Server.Fault);
        Assert.IsType<InvalidOperationException>(Assert.Single(_errors));
        for (int item = 0; item < 3; item++) await ExpectAsync(_members[Full].Client, 8_000_000, (byte)item);
    }

    [Fact]
    public async Task RepliesThatArePostedMeanwhileComeBetweenWholeBuffers()
    {
        _members[Throwing].Source.Throws = false;
        byte[] reply = [.. Enumerable.Repeat((byte)200, 100)];
        for (int i = 1; i < Members; i++)
        {
            if (i == Members / 2) Release();
            Assert.True(_members[i].Server.Egress.Post(reply));
        }

        foreach ((Socket client, _, _) in _members.Skip(1))
        {
            byte[] got = await ReceiveAsync(client, reply.Length + 20_000);
            int at = got.AsSpan().IndexOf((byte)200);
            Assert.True(at is 0 or 20_000, $"the reply is at {at}");
            Assert.Equal(reply, got[at..(at + reply.Length)]);
        }
    }

    /// <summary>One more item for each, and the one call that says so.</summary>
    private void Release()
    {
        foreach ((_, _, GatedSource source) in _members) source.Release();
        _group.OnPublished();
    }

    private static async Task ExpectAsync(Socket client, int count, byte value) => Assert.Equal(-1, (await ReceiveAsync(client, count)).AsSpan().IndexOfAnyExcept(value));

    private static async Task<byte[]> ReceiveAsync(Socket client, int count)
    {
        byte[] bytes = new byte[count];
        for (int got = 0; got < count;)
        {
            int read = await client.ReceiveAsync(bytes.AsMemory(got)).AsTask().WaitAsync(TimeSpan.FromSeconds(20));
            Assert.NotEqual(0, read);
            got += read;
        }

        return bytes;
    }

    /// <summary>Buffers, each filled with its own number, as many as were released.</summary>
    private sealed class GatedSource(MediaBufferPool pool, int length) : IEgressSource
    {
        private readonly byte[] _bytes = new byte[length];
        private int _next;
        private int _released;

        public bool Throws { get; set; }

        public void Release() => Interlocked.Increment(ref _released);

        public bool IsPaced => false;

        public bool TryNext(MonotonicTime now, out MediaBuffer buffer)
        {
            buffer = default;
            if (_next >= Volatile.Read(ref _released)) return false;
            if (Throws) throw new InvalidOperationException("a defect");
            Array.Fill(_bytes, (byte)_next++);
            buffer = pool.Copy(_bytes);
            return true;
        }

        public void OnStalled(TimeSpan duration)
        {
        }
    }
}
