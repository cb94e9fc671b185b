using Headrace.Endpoints.Forwarding;
using Headrace.Endpoints.Tests.Hosting;
using Headrace.Streaming.Forwarding;
using Headrace.TestKit;

namespace Headrace.Endpoints.Tests.Forwarding;

/// <summary>A stream of a test server that is forwarded to one target.</summary>
internal sealed class TestForward : IAsyncDisposable
{
    private readonly TestServer _server;
    private readonly ForwardSupervisor _supervisor;
    private readonly string _stream;

    public TestForward(TestServer server, string url, string stream = "cam", Func<ForwardContext, ForwardContext>? with = null)
    {
        _server = server;
        _stream = stream;
        Assert.True(ForwardSchemes.TryParse(url, out ForwardUrl? parsed), ForwardSchemes.WhyNot(url));
        ForwardContext context = new() { Stream = stream, Sessions = server.Sessions, Pumps = server.Pumps, Clock = server.Time, Loggers = server.Log };
        _supervisor = new ForwardSupervisor(ForwardSchemes.Create(parsed, with?.Invoke(context) ?? context), server.Stream(stream), TimeSpan.FromSeconds(8), server.Time, server.Log);
        _supervisor.Start();
    }

    public ForwardSnapshot Now => _server.Stream(_stream).Snapshot().Forwards[0];

    public Task StateAsync(ForwardState state) =>
        Eventually.True(() => Now.State == state, $"forwarding is {state}, not {Now}", cancellation: TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _supervisor.DisposeAsync();
}
