using System.Net;
using Headrace.Endpoints.Rtsp;
using Headrace.Streaming.Supervision;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.Ffmpeg;

/// <summary>
/// The sources <c>ffmpeg:</c> and <c>test:</c>: an ffmpeg of our own, run without a shell, that publishes to our own RTSP server what the user's arguments make,
/// or the <see cref="TestPicture"/>.
/// </summary>
public sealed class FfmpegSource(FfmpegSourceOptions options, TimeProvider clock, ILoggerFactory loggers) : IStreamSource
{
    private readonly ILogger _logger = loggers.CreateLogger("Headrace.Ffmpeg");
    private int _childId;
    private int _starts;

    /// <inheritdoc/>
    public string Description => options.Arguments is null ? "test:" : "ffmpeg:";

    /// <summary>How often the program was started, successfully or not.</summary>
    public int Starts => Volatile.Read(ref _starts);

    /// <summary>Id of the process that runs, or 0.</summary>
    public int ChildId => Volatile.Read(ref _childId);

    /// <summary>Where the stream is published: our own server, on loopback whatever addresses it listens on, unless it listens on one other address alone.</summary>
    public static string Url(FfmpegSourceOptions options)
    {
        IPAddress address = options.Rtsp.Address;
        if (address.Equals(IPAddress.IPv6Any) || address.Equals(IPAddress.Any)) address = IPAddress.Loopback;
        return $"rtsp://{new IPEndPoint(address, options.Rtsp.Port)}/{options.Stream}{(options.Token.Length == 0 ? "" : $"?token={options.Token}&{RtspAccess.Input}={options.Input}")}";
    }

    /// <summary>All arguments, each as ffmpeg shall see it: no questions, what is made, and where it goes.</summary>
    public static IReadOnlyList<string> Arguments(FfmpegSourceOptions options) =>
    [
        "-hide_banner", "-nostdin", "-loglevel", "warning",
        .. options.Arguments ?? TestPicture.Arguments(FontFile.Find()),
        "-f", "rtsp", "-rtsp_transport", "tcp", Url(options),
    ];

    /// <summary>Runs the program until it ends, or ends it: three seconds at most until it is killed.</summary>
    public async Task<SourceEnd> RunAsync(CancellationToken cancellation)
    {
        if (options.Arguments is null && _starts == 0 && FontFile.Find() is null) FfmpegLog.NoFont(_logger, options.Stream);
        IReadOnlyList<string> arguments = Arguments(options);
        long start = clock.GetTimestamp();
        Interlocked.Increment(ref _starts);
        if (!ChildProcess.TryStart(options.Program, arguments, clock, out ChildProcess? child, out string? fault))
            return new SourceEnd($"{options.Program} cannot be started ({fault}); install it, on Debian and Ubuntu with: apt-get install ffmpeg", TimeSpan.Zero) { Cause = SourceCause.ProgramFailed };
        await using (child.ConfigureAwait(false))
        {
            Volatile.Write(ref _childId, child.Id);
            FfmpegLog.Started(_logger, options.Stream, Description, options.Program, child.Id);
            try
            {
                int code = await child.WaitForEndAsync(cancellation).ConfigureAwait(false);
                FfmpegSecrets secrets = new(arguments);
                string last = child.Log.Lines.Count == 0 ? "it said nothing" : string.Join(" | ", child.Log.Lines.Select(secrets.Remove));
                return new SourceEnd($"{options.Program} ended with exit code {code}: {last}", clock.GetElapsedTime(start)) { Cause = SourceCause.ProgramFailed };
            }
            finally
            {
                Volatile.Write(ref _childId, 0);
            }
        }
    }
}
