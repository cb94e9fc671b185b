using Headrace.Endpoints.Srt;
using Headrace.Endpoints.Srt.Pull;
using Headrace.Protocols.Srt;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.Transport.Srt;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.Hosting;

/// <summary>SRT in an application: libsrt is loaded, and its thread started, with the first stream that is fetched over it. One caller at a time.</summary>
internal sealed class HostSrt(StreamRegistry streams, SessionRegistry sessions, TimeProvider clock, ILoggerFactory loggers) : IDisposable
{
    private readonly SrtTotals _totals = new();
    private SrtPoller? _poller;

    /// <summary>Makes a source.</summary>
    /// <exception cref="NotSupportedException">libsrt is not on this machine; the message says what to install.</exception>
    internal SrtSource Open(SrtLocation location, string stream, string label)
    {
        if (_poller is null && !SrtReception.TryStart([], clock, loggers, out _poller, out string? problem)) throw new NotSupportedException(problem);
        return new SrtSource(new SrtSourceOptions { Stream = stream, Input = label, Location = location }, _poller, streams, sessions, _totals, clock, loggers);
    }

    /// <inheritdoc/>
    public void Dispose() => _poller?.Dispose();
}
