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
        using HlsPull pull = new(options, client, streams, clock, _logger);
        sessions.Add(pull);
        try
        {
            (string fault, TimeSpan worked) = await pull.RunAsync(cancellation).ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
            return new SourceEnd(fault, worked);
        }
        finally
        {
            sessions.Remove(pull);
        }
    }
}
