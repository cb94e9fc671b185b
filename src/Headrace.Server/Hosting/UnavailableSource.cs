using Headrace.Streaming.Supervision;

namespace Headrace.Server.Hosting;

/// <summary>A source that cannot be as the server is set up: its input says why.</summary>
internal sealed class UnavailableSource(string description, string fault) : IStreamSource
{
    /// <inheritdoc/>
    public string Description => description;

    /// <inheritdoc/>
    public Task<SourceEnd> RunAsync(CancellationToken cancellation) => Task.FromResult(new SourceEnd(fault, TimeSpan.Zero));
}
