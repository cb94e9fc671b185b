using System.Net;
using Headrace.Endpoints.Rtmp;
using Headrace.Endpoints.Tests.Hosting;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.TestKit;

namespace Headrace.Endpoints.Tests.Rtmp;

/// <summary>A real RTMP endpoint beside that of RTSP, with a clock that the test moves. At its end nothing may be left.</summary>
internal sealed class RtmpHost : IAsyncDisposable
{
    private readonly RtmpEndpoint _rtmp;

    public RtmpHost(StreamOptions? defaults = null, RtmpEndpointOptions? options = null, TestServer? server = null)
    {
        Server = server ?? new TestServer(defaults);
        _rtmp = new RtmpEndpoint((options ?? new RtmpEndpointOptions()) with { Listen = new IPEndPoint(IPAddress.Loopback, 0) }, Server.Streams, Server.Sessions, Server.Pumps, Server.Admission, Server.Time, Server.Log);
        _rtmp.Start();
    }

    public TestServer Server { get; }

    public VirtualTime Time => Server.Time;

    public int Port => _rtmp.LocalEndPoint!.Port;

    public string Url(string name) => $"rtmp://127.0.0.1:{Port}/{name}";

    /// <summary>A client that publishes or plays.</summary>
    public Task<RtmpTestClient> ConnectAsync(string name, bool publishes) => RtmpTestClient.ConnectAsync(Url(name), publishes, Server.Time);

    public Task<Session> SessionAsync(SessionRole role) =>
        Eventually.Value(() => Server.Sessions.All.FirstOrDefault(session => session.Protocol == "rtmp" && session.Role == role), () => $"there is a {role}\n{Server.Log}");

    /// <summary>Waits until no connection of RTMP is left.</summary>
    public Task GoneAsync() => Eventually.True(() => Server.Sessions.All.All(session => session.Protocol != "rtmp"), "the connection is gone");

    public async ValueTask DisposeAsync()
    {
        await _rtmp.DisposeAsync();
        await Server.DisposeAsync();
    }
}
