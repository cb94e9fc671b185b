using Headrace.Media.Buffers;
using Headrace.Media.Timing;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.Streaming.Supervision;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.Files;

/// <summary>The source <c>file:</c>: plays a file as if it came live, again and again, on one line of time. A file that was replaced is read when the one before has been played.</summary>
public sealed class FileSource(FileSourceOptions options, StreamRegistry streams, SessionRegistry sessions, TimeProvider clock, ILoggerFactory loggers) : IStreamSource
{
    private readonly ILogger _logger = loggers.CreateLogger("Headrace.Files");

    /// <inheritdoc/>
    public string Description => $"file:{options.Path}";

    /// <inheritdoc/>
    public async Task<SourceEnd> RunAsync(CancellationToken cancellation)
    {
        using CancellationTokenSource run = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        SourceSession session = new("file", Description, options.Stream, options.Input, run, clock);
        sessions.Add(session);
        PacedPlayer player = new(streams, session, clock, _logger);
        SessionEndReason reason = SessionEndReason.InternalError;
        try
        {
            string fault = await player.PlayAsync(Open, loops: true, run.Token).ConfigureAwait(false);
            reason = SessionEndReason.Closed;
            return new SourceEnd(fault, WorkedOf(player));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new SourceEnd($"the session was ended ({session.EndReason})", WorkedOf(player));
        }
        catch (OperationCanceledException)
        {
            reason = SessionEndReason.ServerShutdown;
            throw;
        }
        finally
        {
            player.Dispose();
            session.End(reason);
            sessions.Remove(session);
        }
    }

    private TimeSpan WorkedOf(PacedPlayer player) => player.FirstMedia == MonotonicTime.Never ? TimeSpan.Zero : MonotonicTime.Now(clock) - player.FirstMedia;

    private IMediaPass? Open(IMediaUnitSink sink, out bool mayJump, out string? fault)
    {
        mayJump = true;
        FileBytes? bytes = null;
        try
        {
            bytes = FileBytes.Open(options.Path);
            byte[] first = new byte[MediaFileFormats.SniffLength];
            int count = bytes.Read(0, first);
            MediaFileFormat? format = MediaFileFormats.Find(first.AsMemory(0, count), options.Path, null, out fault);
            mayJump = format != MediaFileFormats.Mp4;
            IMediaPass? pass = format is null ? null : mayJump ? new StreamFilePass(bytes, format.CreateFeed(sink, MediaBufferPool.Shared)) : Mp4FilePass.Open(bytes, sink, out fault);
            if (pass is null) bytes.Dispose();
            return pass;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            bytes?.Dispose();
            fault = e is FileNotFoundException or DirectoryNotFoundException ? $"there is no file {Path.GetFullPath(options.Path)}" : $"it cannot be read: {e.Message}";
            return null;
        }
    }
}
