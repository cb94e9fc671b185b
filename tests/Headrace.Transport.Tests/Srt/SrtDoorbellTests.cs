using System.Net;
using System.Net.Sockets;
using Headrace.TestKit;
using Headrace.Transport.Srt;

namespace Headrace.Transport.Tests.Srt;

public sealed class SrtDoorbellTests
{
    private static readonly byte[] Handshake = [0x80, .. new byte[63]];

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::")]
    public async Task NobodyElseCanHaveThePortWhileTheLibraryTakesIt(string address)
    {
        IPAddress local = IPAddress.Parse(address);
        Skip.Unless(local.AddressFamily == AddressFamily.InterNetwork || Socket.OSSupportsIPv6, "this machine has no IPv6");
        SrtDoorbell bell = null!;
        TaskCompletionSource<int> taken = new(TaskCreationOptions.RunContinuationsAsynchronously);
        bell = new SrtDoorbell(new IPEndPoint(local, 0), () => taken.TrySetResult(bell.OpenForLibrary()));
        int port = bell.LocalEndPoint.Port;
        bell.Wait();
        using UdpClient caller = new(AddressFamily.InterNetwork);
        await caller.SendAsync(Handshake, new IPEndPoint(IPAddress.Loopback, port), TestContext.Current.CancellationToken);
        int descriptor = await taken.Task.WaitAsync(TestContext.Current.CancellationToken);
        AssertTaken(port);
        bell.Dispose();
        AssertTaken(port);
        SrtDoorbell.Close(descriptor);
        new UdpClient(new IPEndPoint(IPAddress.Loopback, port)).Dispose();
    }

    [Fact]
    public async Task WhoIsNotTakenKeepsThePortAndRingsAgain()
    {
        int calls = 0;
        using SrtDoorbell bell = new(new IPEndPoint(IPAddress.Loopback, 0), () => Interlocked.Increment(ref calls) == 0);
        bell.Wait();
        using UdpClient caller = new(AddressFamily.InterNetwork);
        for (int i = 1; i <= 3; i++)
        {
            int expected = i;
            await caller.SendAsync(Handshake, bell.LocalEndPoint, TestContext.Current.CancellationToken);
            await Eventually.True(() => Volatile.Read(ref calls) == expected, "a call was not heard", cancellation: TestContext.Current.CancellationToken);
            AssertTaken(bell.LocalEndPoint.Port);
        }
    }

    /// <summary>Neither who wants the port alone gets it, nor who would share it.</summary>
    private static void AssertTaken(int port)
    {
        foreach (int shares in (int[])[0, 1])
        {
            using Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            socket.SetRawSocketOption(1, 2, BitConverter.GetBytes(shares)); // SOL_SOCKET, SO_REUSEADDR
            Assert.Throws<SocketException>(() => socket.Bind(new IPEndPoint(IPAddress.Loopback, port)));
        }
    }
}
