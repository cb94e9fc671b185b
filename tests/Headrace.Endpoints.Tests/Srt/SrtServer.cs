using System.Net;
using Headrace.Endpoints.Srt;
using Headrace.Endpoints.Tests.Hosting;
using Headrace.Media.Buffers;
using Headrace.Media.Timing;
using Headrace.Streaming.Access;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.TestKit;
using Headrace.Transport.Egress;
using Headrace.Transport.Srt;
using Headrace.Transport.Tcp;

namespace Headrace.Endpoints.Tests.Srt;

/// <summary>A real SRT endpoint on a port of the system's choice; libsrt has its own clock, so time is real. At its end nothing may be left.</summary>
internal sealed class SrtServer : IAsyncDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    private readonly List<Exception> _faults = [];
    private readonly ITimer _housekeeping;
    private readonly SrtEndpoint _endpoint;

    public SrtServer(StreamOptions? defaults = null, SrtEndpointOptions? options = null, SrtPassphrases? passphrases = null, AccessRules? rules = null, ConnectionLimits? limits = null)
    {
        bool isThere = SrtLibrary.TryLoad([], out SrtLibrary? library, out string? problem);
        Skip.Unless(isThere, problem ?? "");
        Streams = new StreamRegistry(new StreamRegistryOptions { Defaults = defaults ?? new StreamOptions() }, TimeProvider.System, Log);
        Pumps = new EgressPumps(TimeProvider.System, OnFault, 1);
        Admission = new ConnectionAdmission(limits ?? new ConnectionLimits(5000, 0, 0), TimeProvider.System);
        Poller = new SrtPoller(library!, TimeProvider.System, OnFault);
        Access = rules is null ? null : new AccessGate(rules, text => text == Token, TimeProvider.System, Log.CreateLogger("Headrace.Access"));
        options = (options ?? new SrtEndpointOptions()) with { Listen = new IPEndPoint(IPAddress.Loopback, 0), Access = Access };
        _endpoint = new SrtEndpoint(options, passphrases ?? SrtPassphrases.None, Poller, Streams, Sessions, Pumps, Admission, Totals, TimeProvider.System, Log);
        _endpoint.Start();
        _housekeeping = TimeProvider.System.CreateTimer(_ => Streams.HandleTimeout(MonotonicTime.Now(TimeProvider.System)), null, Tick, Tick);
    }

    /// <summary>The access token.</summary>
    public const string Token = "the access token";

    public LogLines Log { get; } = new();

    public StreamRegistry Streams { get; }

    public SessionRegistry Sessions { get; } = new();

    public ConnectionAdmission Admission { get; }

    public AccessGate? Access { get; }

    public SrtTotals Totals { get; } = new();

    public EgressPumps Pumps { get; }

    public SrtPoller Poller { get; }

    public IPEndPoint Address => _endpoint.LocalEndPoint!;

    /// <summary>A stream that is there.</summary>
    public LiveStream Stream(string name = "cam") => Streams.Find(name) ?? throw new InvalidOperationException($"no stream {name}\n{Log}");

    /// <summary>Calls the server, or what stands before it.</summary>
    public Task<SrtConnection> CallAsync(string streamId, SrtSocketOptions? options = null, IPEndPoint? by = null) =>
        SrtCall.ConnectAsync(Poller, by ?? Address, (options ?? new SrtSocketOptions()) with { StreamId = streamId }, TestContext.Current.CancellationToken);

    /// <summary>The code that a call is refused with.</summary>
    public async Task<int> RefusalOfAsync(string streamId, SrtSocketOptions? options = null) => (await Assert.ThrowsAsync<SrtRefusedException>(() => CallAsync(streamId, options))).Reason;

    /// <summary>A publisher of made pictures and sound that sends in real time until it is disposed.</summary>
    public async Task<SrtTestPublisher> PublishAsync(string streamId = "publish:cam", SrtSocketOptions? options = null, IPEndPoint? by = null, int gop = 25)
    {
        SrtTestPublisher publisher = new(await CallAsync(streamId, options, by), gop);
        await Eventually.True(() => Streams.Find("cam")?.Tracks.Length == 2, $"the stream has its tracks\n{Log}");
        return publisher;
    }

    /// <summary>The session of a role.</summary>
    public Task<Session> SessionAsync(SessionRole role) => Eventually.Value(() => Sessions.All.FirstOrDefault(session => session.Role == role), () => $"there is a {role}\n{Log}");

    /// <summary>The end of all: every session over, every buffer back, every connection counted out, no defect logged.</summary>
    public async ValueTask DisposeAsync()
    {
        await _endpoint.DisposeAsync();
        Sessions.EndAll(SessionEndReason.ServerShutdown);
        Streams.RemoveAll(SessionEndReason.ServerShutdown);
        await Eventually.True(() => Sessions.Count == 0 && Admission.Open == 0, "every session and connection is over");
        await _housekeeping.DisposeAsync();
        await Eventually.True(() => Streams.Memory.Used == 0 && MediaBufferPool.Shared.Outstanding == 0, "every buffer is back");
        Pumps.Dispose();
        Poller.Dispose();
        Assert.Empty(_faults);
        Assert.True(Log.Faults.Count == 0, Log.ToString());
    }

    private void OnFault(Exception error)
    {
        lock (_faults) _faults.Add(error);
    }
}
