using System.Net;
using Headrace.Endpoints.Rtsp;
using Headrace.Endpoints.Rtsp.Udp;
using Headrace.Endpoints.Tests.Rtsp;
using Headrace.Media.Buffers;
using Headrace.Media.Timing;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.TestKit;
using Headrace.Transport.Egress;
using Headrace.Transport.Tcp;

namespace Headrace.Endpoints.Tests.Hosting;

/// <summary>A real RTSP endpoint on a port of the system's choice, with a clock that the test moves. At its end nothing may be left.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    private readonly List<Exception> _pumpErrors = [];
    private readonly ITimer _housekeeping;
    private readonly RtspEndpoint _rtsp;

    public TestServer(StreamOptions? defaults = null, RtspEndpointOptions? rtsp = null, ConnectionLimits? limits = null, int port = 0)
    {
        // Not at the clock's zero, so that a time that was never set is seen.
        Time.Advance(TimeSpan.FromHours(1));
        Streams = new StreamRegistry(new StreamRegistryOptions { Defaults = defaults ?? new StreamOptions() }, Time, Log);
        Pumps = new EgressPumps(Time, OnPumpError, 1);
        Admission = new ConnectionAdmission(limits ?? new ConnectionLimits(5000, 0, 0), Time);
        Streams.Limits.Follow(Admission);
        rtsp = (rtsp ?? new RtspEndpointOptions { UdpPorts = new UdpPortRange(0, 0) }) with { Listen = new IPEndPoint(IPAddress.Loopback, port) };
        _rtsp = new RtspEndpoint(rtsp, Streams, Sessions, Pumps, Admission, Time, Log);
        _rtsp.StartUdp();
        _rtsp.Start();
        _housekeeping = Time.CreateTimer(_ => Streams.HandleTimeout(MonotonicTime.Now(Time)), null, Tick, Tick);
    }

    /// <summary>True beside another server of the same test: the pool is theirs together.</summary>
    public bool IsBesideAnother { get; init; }

    public VirtualTime Time { get; } = new();

    public LogLines Log { get; } = new();

    public StreamRegistry Streams { get; }

    public SessionRegistry Sessions { get; } = new();

    public ConnectionAdmission Admission { get; }

    public EgressPumps Pumps { get; }

    public IPEndPoint Address => _rtsp.LocalEndPoint!;

    /// <summary>The server's ports for RTP and RTCP.</summary>
    public (IPEndPoint Rtp, IPEndPoint Rtcp) UdpPorts => _rtsp.UdpEndPoints!.Value;

    public LiveStream Stream(string name = "cam") => Streams.Find(name) ?? throw new InvalidOperationException($"no stream {name}\n{Log}");

    /// <summary>A new connection.</summary>
    public Task<RtspTestClient> ConnectAsync(int receiveBuffer = 0) => RtspTestClient.ConnectAsync(Address, receiveBuffer);

    /// <summary>A publisher of H.264 and AAC that has begun.</summary>
    public async Task<TestPublisher> PublishAsync(string name = "cam", PublishPlan? plan = null)
    {
        TestPublisher publisher = new(await ConnectAsync(), name, Time, plan ?? new PublishPlan());
        await publisher.StartAsync();
        return publisher;
    }

    /// <summary>A viewer of all tracks that plays.</summary>
    public async Task<TestViewer> PlayAsync(string name = "cam", int receiveBuffer = 0)
    {
        TestViewer viewer = new(await ConnectAsync(receiveBuffer), name);
        await viewer.DescribeAsync();
        await viewer.SetUpAllAsync();
        await viewer.PlayAsync();
        return viewer;
    }

    /// <summary>The session of a client's connection.</summary>
    public Task<Session> SessionOfAsync(RtspTestClient client) =>
        Eventually.Value(() => Sessions.All.FirstOrDefault(session => Equals(session.Remote, client.Local)), () => "the connection has a session");

    /// <summary>Stops as the server does: nobody comes in, every session ends.</summary>
    public async Task StopAsync()
    {
        await _rtsp.DisposeAsync();
        Sessions.EndAll(SessionEndReason.ServerShutdown);
        Streams.RemoveAll(SessionEndReason.ServerShutdown);
        await Eventually.True(() => Sessions.Count == 0 && Admission.Open == 0, "every session and connection is over");
    }

    /// <summary>The end of all: every session over, every buffer back, every connection counted out, no defect logged.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _housekeeping.DisposeAsync();
        await Eventually.True(() => Streams.Memory.Used == 0 && (IsBesideAnother || MediaBufferPool.Shared.Outstanding == 0), "every buffer is back");
        Pumps.Dispose();
        Assert.Empty(_pumpErrors);
        Assert.True(Log.Faults.Count == 0, Log.ToString());
    }

    private void OnPumpError(Exception error)
    {
        lock (_pumpErrors) _pumpErrors.Add(error);
    }
}
