using Headrace.Endpoints.Rtsp.Pull;
using Headrace.Endpoints.Tests.Hosting;
using Headrace.Protocols.Rtsp.Client;
using Headrace.Streaming.Streams;
using Headrace.Streaming.Supervision;
using Headrace.TestKit;
using Headrace.Transport.Client;

namespace Headrace.Endpoints.Tests.Rtsp.Pull;

/// <summary>A stream <c>cam</c> of a server, pulled from a URL under a supervisor. Time is the server's, which the test moves.</summary>
internal sealed class PulledStream : IAsyncDisposable
{
    private readonly SourceSupervisor _supervisor;

    public PulledStream(TestServer server, string url, SourceSupervisorOptions? supervision = null, ServerTrust? trust = null, RtspSourceTransport transport = RtspSourceTransport.Automatic)
    {
        Server = server;
        Assert.True(RtspLocation.TryParse(url, out RtspLocation? location));
        Stream = server.Streams.Configure("cam", new StreamOptions { IsPulled = true, OverridePublisher = false });
        RtspSourceOptions options = new() { Stream = "cam", Input = "main", Location = location, Transport = transport, Trust = trust ?? ServerTrust.Authorities };
        RtspSource source = new(options, server.Streams, server.Sessions, server.Time, server.Log);
        _supervisor = new SourceSupervisor(source, Stream, supervision ?? new SourceSupervisorOptions(), server.Time, server.Log);
        _supervisor.Start();
    }

    public TestServer Server { get; }

    public LiveStream Stream { get; }

    public StreamSnapshot Now => Stream.Snapshot();

    /// <summary>The lines that operators see of the source's faults.</summary>
    public IReadOnlyList<LogLine> Faults => Server.Log.With("cam: no media from");

    /// <summary>Moves time in small steps, with room for the network between them, until a condition holds.</summary>
    public Task AdvanceUntilAsync(Func<bool> condition, string what) => Eventually.True(
        () =>
        {
            if (condition()) return true;
            Server.Time.Advance(TimeSpan.FromMilliseconds(500));
            return false;
        },
        $"{what}\n{Server.Log}");

    /// <summary>Waits, with time standing still, until the stream plays.</summary>
    public Task PlaysAsync() => Eventually.True(() => Now.State == StreamState.Active, $"the stream plays\n{Server.Log}");

    public ValueTask DisposeAsync() => _supervisor.DisposeAsync();
}
