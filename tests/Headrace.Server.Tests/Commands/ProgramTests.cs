using System.Net;
using System.Net.Sockets;
using Headrace.TestKit;
using Headrace.TestKit.Processes;

namespace Headrace.Server.Tests.Commands;

/// <summary>The program as a process: what it prints where, and how it ends.</summary>
public sealed class ProgramTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(UnixSignal.Terminate, "SIGTERM")]
    [InlineData(UnixSignal.Interrupt, "SIGINT")]
    public async Task ServerEndsWellWhenItIsAskedTo(UnixSignal signal, string name)
    {
        await using ClientProcess server = Start("serve", "--http:listen", "127.0.0.1:0", "--rtsp:listen", "127.0.0.1:0");
        await server.WaitForTextAsync("HTTP listens on 127.0.0.1:", cancellation: Cancellation);
        server.Send(signal);
        Assert.Equal(0, await server.WaitForExitAsync(cancellation: Cancellation));
        Assert.Contains($"Stopping ({name}): 0 sessions end", server.Errors, StringComparison.Ordinal);
        Assert.EndsWith("info  server  Stopped\n", server.Errors, StringComparison.Ordinal);
        Assert.Empty(server.Output);
    }

    [Fact]
    public async Task PortThatIsTakenEndsTheStartWithOneLineThatSaysSo()
    {
        using TcpListener other = new(IPAddress.Loopback, 0);
        other.Start();
        await using ClientProcess server = Start("serve", "--http:listen", other.LocalEndpoint.ToString()!);
        Assert.Equal(1, await server.WaitForExitAsync(cancellation: Cancellation));
        Assert.Contains($"\nheadrace: HTTP cannot start: {other.LocalEndpoint} is already in use by another program (ss -lntup shows which); set http.listen to choose another address\n", server.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WrongConfigurationEndsTheStartWithItsErrors()
    {
        await using ClientProcess server = Start("serve", "--hls:segmentCount", "none", "--buffers:gops", "0");
        Assert.Equal(1, await server.WaitForExitAsync(cancellation: Cancellation));
        Assert.Equal(2, server.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.StartsWith("option --hls:segmentCount: hls.segmentCount: 'none' is not allowed", server.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MisspeltCommandLineIsAnErrorOfItsOwn()
    {
        await using ClientProcess server = Start("serv");
        Assert.Equal(2, await server.WaitForExitAsync(cancellation: Cancellation));
        Assert.Equal("headrace: there is no command serv; did you mean serve?\n", server.Errors);
    }

    [Fact]
    public async Task DemoPrintsThePageToOpenAndPublishesItsPicture()
    {
        Skip.UnlessInstalled("ffmpeg");
        await using ClientProcess server = Start("demo", "--http:listen", "127.0.0.1:0", "--rtsp:listen", "127.0.0.1:0");
        await server.WaitForTextAsync("stream  demo  Active", cancellation: Cancellation);
        Assert.Matches("^Open http://127\\.0\\.0\\.1:[0-9]+/demo\n$", server.Output);
        server.Send(UnixSignal.Terminate);
        Assert.Equal(0, await server.WaitForExitAsync(cancellation: Cancellation));
        Assert.Contains("left (ServerShutdown)", server.Errors, StringComparison.Ordinal);
    }

    private ClientProcess Start(params string[] arguments) => ClientProcess.Start(
        "dotnet", [Path.Combine(AppContext.BaseDirectory, "headrace.dll"), .. arguments], workingDirectory: _folder.Path);
}
