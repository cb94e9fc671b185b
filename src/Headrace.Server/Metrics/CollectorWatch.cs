using Microsoft.Extensions.Logging;

namespace Headrace.Server.Metrics;

/// <summary>Says when a collector ceases to take what it is sent, and when it takes it again.</summary>
internal sealed class CollectorWatch(Uri address, ILogger logger) : DelegatingHandler(new SocketsHttpHandler())
{
    private bool _hasFailed;

    /// <remarks>The exporter has a thread of its own and sends without awaiting.</remarks>
    /// <inheritdoc/>
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            HttpResponseMessage response = base.Send(request, cancellationToken);
            Note(response.IsSuccessStatusCode ? null : $"it answers {(int)response.StatusCode}");
            return response;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            Note(e is HttpRequestException ? e.Message : "it does not answer in time");
            throw;
        }
    }

    private void Note(string? fault)
    {
        bool hasFailed = fault is not null;
        if (hasFailed == _hasFailed) return;
        _hasFailed = hasFailed;
        if (fault is null) MetricsLog.Taken(logger, address);
        else MetricsLog.NotTaken(logger, address, fault);
    }
}
