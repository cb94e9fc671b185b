using Headrace.Endpoints.Http;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.Streaming.Supervision;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.Hls.Pull;

/// <summary>The source <c>http(s)://….m3u8</c>: plays a playlist of another server and publishes what its segments hold under a name of ours.</summary>
public sealed class HlsSource(HlsSourceOptions options, StreamRegistry streams, SessionRegistry sessions, TimeProvider clock, ILoggerFactory loggers) : IStreamSource
{
    private readonly ILogger _logger = loggers.CreateLogger("Headrace.Hls");

    /// <inheritdoc/>
    public string Description => options.Location.ToString();

    /// <summary>Whether a URL is one of a playlist: by the end of its path.</summary>
    public static bool IsPlaylist(Uri url) => url.AbsolutePath.EndsWith(".m3u8", StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public async Task<SourceEnd> RunAsync(CancellationToken cancellation)
    {
        using SourceHttpClient client = new(new SourceHttpOptions { Location = options.Location, Trust = options.Trust, Allows = options.Allows }, clock);
        HashSet<string> failed = [];
        TimeSpan worked = TimeSpan.Zero;
        while (true)
        {
            using HlsPull pull = new(options, failed, client, streams, clock, _logger);
            (string fault, TimeSpan lasted) = await RunAsync(pull, cancellation).ConfigureAwait(false);
            worked += lasted;
            // Each variant is taken once in a try, the best ones first.
            if (pull.Failed is not { Others: > 0 } choice || !failed.Add(choice.Variant.Uri)) return new SourceEnd(fault, worked) { Cause = pull.Cause };
            HlsSourceLog.FallsBack(_logger, options.Stream, options.Location, choice.Variant.Bandwidth, fault);
        }
    }

    private async Task<(string Fault, TimeSpan Worked)> RunAsync(HlsPull pull, CancellationToken cancellation)
    {
        sessions.Add(pull);
        try
        {
            (string, TimeSpan) end = await pull.RunAsync(cancellation).ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
            return end;
        }
        finally
        {
            sessions.Remove(pull);
        }
    }
}
