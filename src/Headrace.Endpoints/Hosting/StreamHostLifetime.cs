using Microsoft.Extensions.Hosting;

namespace Headrace.Endpoints.Hosting;

/// <summary>Ends the streams as soon as an application stops: requests that wait for a segment would hold it up otherwise.</summary>
internal sealed class StreamHostLifetime(StreamHost host) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => host.StopAsync();

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
