using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Channels;
using Headrace.Media.Buffers;
using Headrace.TestKit;
using Headrace.Transport.Egress;
using Headrace.Transport.Tcp;
using Headrace.Transport.Tls;

namespace Headrace.Transport.Tests.Egress;

/// <summary>What holds for a connection's one writer, over TLS.</summary>
public sealed class SecureEgressTests : IAsyncLifetime
{
    private readonly MediaBufferPool _pool = new();
    private readonly List<Exception> _errors = [];
    private readonly EgressPumps _pumps;
    private readonly Channel<TcpConnection> _accepted = Channel.CreateBounded<TcpConnection>(4);
    private readonly TaskCompletionSource _finish = new();
    private readonly TemporaryFolder _folder = new();
    private TcpAcceptor _acceptor = null!;
    private Socket _client = null!;
    private SslStream _stream = null!;
    private TcpConnection _server = null!;

    public SecureEgressTests() => _pumps = new EgressPumps(TimeProvider.System, _errors.Add, 1);

    public async ValueTask InitializeAsync()
    {
        (string certificate, string key) = PemCertificate.Write(_folder.Path);
        SslStreamCertificateContext context = SslStreamCertificateContext.Create(X509Certificate2.CreateFromPemFile(certificate, key), null, offline: true);
        ConnectionAdmission admission = new(new ConnectionLimits(10, 0, 0), TimeProvider.System);
        _acceptor = TcpAcceptor.Start(
            new IPEndPoint(IPAddress.Loopback, 0), _pumps, admission,
            async connection =>
            {
                await _accepted.Writer.WriteAsync(connection);
                await _finish.Task;
            },
            new TlsServer(() => context));
        _client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 32 * 1024 };
        await _client.ConnectAsync(_acceptor.LocalEndPoint);
        _stream = new SslStream(new NetworkStream(_client), leaveInnerStreamOpen: false, (_, remote, _, _) => remote is not null);
        await _stream.AuthenticateAsClientAsync("localhost");
        _server = await _accepted.Reader.ReadAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _finish.TrySetResult();
        await _stream.DisposeAsync();
        _client.Dispose();
        await _acceptor.DisposeAsync();
        _pumps.Dispose();
        _folder.Dispose();
        Assert.Empty(_errors);
        Assert.Equal(0, _pool.Outstanding);
    }

    [Fact]
    public async Task MediaComesWholeAndInOrderThroughASocketThatIsFullMostOfTheTime()
    {
        Assert.True(_server.IsSecure);
        _server.Egress.Post(default, new ListSource(_pool, count: 200, length: 50_000));
        byte[] got = await ReceiveAsync(200 * 50_000);
        for (int i = 0; i < 200; i++)
        {
            Assert.Equal((byte)i, got[i * 50_000]);
            Assert.Equal((byte)i, got[i * 50_000 + 49_999]);
        }

        await Eventually.True(() => _server.Egress.BytesSent == 200 * 50_000, "what was sent is counted");
    }

    [Fact]
    public async Task RepliesGoBetweenWholeBuffersAndBeforeTheMediaThatTheyAnnounce()
    {
        _server.Egress.Post("first"u8.ToArray());
        _server.Egress.Post("second"u8.ToArray(), new ListSource(_pool, count: 3, length: 10));
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
        Assert.Equal(0, await _stream.ReadAsync(new byte[1]));
    }

    [Fact]
    public async Task PeerThatIsGoneIsAFaultAndGivesTheBuffersBack()
    {
        ListSource source = new(_pool, count: 1000, length: 100_000);
        _client.LingerState = new LingerOption(true, 0);
        _client.Close();
        _server.Egress.Post(default, source);
        Assert.Equal(EgressFault.PeerGone, await _server.Fault);
        source.Stop();
        await Eventually.True(() => _pool.Outstanding == 0, "all buffers are back");
    }

    [Fact]
    public async Task PeerThatTakesNothingStallsWithOneBufferAndLosesItWhenItIsClosed()
    {
        ListSource source = new(_pool, count: 1000, length: 1_000_000);
        _server.Egress.Post(default, source);
        await Eventually.True(() =>
        {
            _server.Egress.Schedule();
            return source.Stalls > 0;
        }, "the connection waits");
        Assert.InRange(_pool.Outstanding, 1, 1);
        source.Stop();
        _server.Abort();
        await Eventually.True(() => _pool.Outstanding == 0, "all buffers are back");
    }

    private async Task<byte[]> ReceiveAsync(int count)
    {
        byte[] bytes = new byte[count];
        await _stream.ReadExactlyAsync(bytes).AsTask().WaitAsync(TimeSpan.FromSeconds(20));
        return bytes;
    }
}
