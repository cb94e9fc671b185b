using System.Net;
using System.Net.Sockets;
using Headrace.Endpoints.Rtmp.Pull;
using Headrace.Endpoints.Tests.Forwarding;
using Headrace.Endpoints.Tests.Hosting;
using Headrace.Endpoints.Tests.Rtsp;
using Headrace.Protocols.Rtmp.Client;
using Headrace.Streaming.Forwarding;
using Headrace.Streaming.Supervision;
using Headrace.TestKit;

namespace Headrace.Endpoints.Tests.Rtmp;

/// <summary>Servers that close the connection when they are told of the enhanced form: the next try says nothing of it.</summary>
public sealed class RtmpFallbackTests
{
    private const int HandshakeBytes = 1536;
    private const string EndOfObject = "\0\0\t";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ASourceSaysNothingOfWhatItCanToAServerThatCannotBearToHearIt()
    {
        await using TestServer server = new();
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        Assert.True(RtmpLocation.TryParse($"rtmp://{listener.LocalEndpoint}/live/cam", out RtmpLocation? location));
        RtmpSource source = new(new RtmpSourceOptions { Stream = "copy", Location = location }, server.Streams, server.Sessions, server.Time, server.Log);
        for (int i = 0; i < 2; i++)
        {
            Task<SourceEnd> run = source.RunAsync(Cancellation);
            Assert.Equal(i == 0, (await ConnectOfAsync(listener)).Contains("fourCcList", StringComparison.Ordinal));
            Assert.Equal(new SourceEnd("it closed the connection before it sent media", TimeSpan.Zero) { Cause = SourceCause.ConnectionLost }, await run);
        }
    }

    [Fact]
    public async Task ATargetIsToldNothingThatItCannotBearToHear()
    {
        await using TestServer server = new();
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        await using TestPublisher publisher = await server.PublishAsync();
        await publisher.SendAsync(2);
        await using TestForward forward = new(server, $"rtmp://{listener.LocalEndpoint}/live/cam");
        Assert.Contains("fourCcList", await ConnectOfAsync(listener), StringComparison.Ordinal);
        await forward.StateAsync(ForwardState.Failed);
        Assert.Equal("it closed the connection before it took media", forward.Now.LastError);
        Task<string> second = ConnectOfAsync(listener);
        await Eventually.True(
            () =>
            {
                server.Time.Advance(TimeSpan.FromMilliseconds(100));
                return second.IsCompleted;
            },
            "it tries again", cancellation: Cancellation);
        Assert.DoesNotContain("fourCcList", await second, StringComparison.Ordinal);
    }

    /// <summary>Takes a connection, shakes hands, and closes it when connect has come, which it gives as text.</summary>
    private static async Task<string> ConnectOfAsync(TcpListener listener)
    {
        using TcpClient client = await listener.AcceptTcpClientAsync(Cancellation);
        NetworkStream stream = client.GetStream();
        byte[] hello = new byte[1 + HandshakeBytes];
        await stream.ReadExactlyAsync(hello, Cancellation);
        await stream.WriteAsync(new byte[] { 3 }, Cancellation);
        await stream.WriteAsync(new byte[HandshakeBytes], Cancellation);
        await stream.WriteAsync(hello.AsMemory(1), Cancellation);
        await stream.ReadExactlyAsync(new byte[HandshakeBytes], Cancellation);
        string text = "";
        byte[] bytes = new byte[4096];
        while (!text.EndsWith(EndOfObject, StringComparison.Ordinal))
        {
            int count = await stream.ReadAsync(bytes, Cancellation);
            Assert.True(count > 0, "it says connect");
            text += System.Text.Encoding.Latin1.GetString(bytes, 0, count);
        }

        return text;
    }
}
