using System.Net.Sockets;
using System.Text;
using Headrace.TestKit;
using Headrace.TestKit.Processes;

namespace Headrace.Server.Tests.Hosting;

/// <summary>The program as a service manager starts it that wants to be told when it is ready.</summary>
public sealed class ServiceNoticeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ServiceManagerIsToldWhenItListensAndWhenItStops(bool isAbstract)
    {
        string path = Path.Combine(_folder.Path, "notify");
        using Socket manager = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        manager.Bind(new UnixDomainSocketEndPoint(isAbstract ? "\0" + path : path));
        await using ClientProcess server = Start(isAbstract ? "@" + path : path);
        Assert.Equal("READY=1", await ReceiveAsync(manager));
        await server.WaitForTextAsync("HTTP listens on 127.0.0.1:", cancellation: Cancellation);
        server.Send(UnixSignal.Terminate);
        Assert.Equal("STOPPING=1", await ReceiveAsync(manager));
        Assert.Equal(0, await server.WaitForExitAsync(cancellation: Cancellation));
    }

    [Fact]
    public async Task ServiceManagerThatIsGoneStopsNobody()
    {
        string path = Path.Combine(_folder.Path, "nobody");
        await using ClientProcess server = Start(path);
        await server.WaitForTextAsync($"headrace: the service manager at {path} cannot be told READY=1: ", cancellation: Cancellation);
        server.Send(UnixSignal.Terminate);
        Assert.Equal(0, await server.WaitForExitAsync(cancellation: Cancellation));
    }

    private static async Task<string> ReceiveAsync(Socket manager)
    {
        byte[] buffer = new byte[256];
        using CancellationTokenSource deadline = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        deadline.CancelAfter(Eventually.DefaultDeadline);
        int count = await manager.ReceiveAsync(buffer, deadline.Token);
        return Encoding.ASCII.GetString(buffer, 0, count);
    }

    private ClientProcess Start(string notify) => ClientProcess.Start(
        "dotnet",
        [Path.Combine(AppContext.BaseDirectory, "headrace.dll"), "serve", "--http:listen", "127.0.0.1:0", "--rtsp:listen", "127.0.0.1:0", "--srt:listen=", "--rtmp:listen=", "--rtp:listen="],
        workingDirectory: _folder.Path,
        environment: new Dictionary<string, string> { ["NOTIFY_SOCKET"] = notify });
}
