using System.Buffers;
using Headrace.Endpoints.Connections;
using Headrace.Endpoints.Files;
using Headrace.Endpoints.Publications;
using Headrace.Media.Buffers;
using Headrace.Media.Timing;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.Streaming.Supervision;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.Http;

/// <summary>
/// The source <c>http:</c> or <c>https:</c> of MPEG-TS, FLV or MP4. What has no length is live, and published as it comes; what has one is a file, and played by its own times: when it has come to
/// its end the run ends.
/// </summary>
public sealed class HttpSource(HttpSourceOptions options, StreamRegistry streams, SessionRegistry sessions, TimeProvider clock, ILoggerFactory loggers) : IStreamSource
{
    private const int ReadSize = 64 * 1024;

    private static readonly TimeSpan HousekeepingInterval = TimeSpan.FromSeconds(0.5);

    private readonly ILogger _logger = loggers.CreateLogger("Headrace.Http");

    /// <inheritdoc/>
    public string Description => options.Location.ToString();

    /// <inheritdoc/>
    public async Task<SourceEnd> RunAsync(CancellationToken cancellation)
    {
        using CancellationTokenSource run = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        SourceSession session = new("http", Description, options.Stream, options.Input, run, clock);
        sessions.Add(session);
        Progress progress = new();
        try
        {
            string fault = await FetchAsync(session, progress, run.Token).ConfigureAwait(false);
            return new SourceEnd(fault, progress.WorkedUntil(MonotonicTime.Now(clock))) { Cause = progress.Cause };
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new SourceEnd($"the session was ended ({session.EndReason})", progress.WorkedUntil(MonotonicTime.Now(clock)));
        }
        finally
        {
            session.End(cancellation.IsCancellationRequested ? SessionEndReason.ServerShutdown : progress.Reason);
            sessions.Remove(session);
        }
    }

    private async Task<string> FetchAsync(SourceSession session, Progress progress, CancellationToken cancellation)
    {
        using SourceHttpClient client = new(new SourceHttpOptions { Location = options.Location, Trust = options.Trust, Allows = options.Allows, TakesCompressed = false }, clock);
        (SourceHttpAnswer? answer, SourceFault? refusal) = await client.OpenAsync(options.Location.Url, null, cancellation).ConfigureAwait(false);
        if (answer is null)
        {
            progress.Cause = refusal!.Cause;
            return refusal.Text;
        }

        using (answer)
        {
            ReadOnlyMemory<byte> first = await SniffAsync(answer, cancellation).ConfigureAwait(false);
            if (answer.Fault is not null) return answer.Fault;
            MediaFileFormat? format = MediaFileFormats.Find(first, answer.Location.Url.AbsolutePath, answer.ContentType, out string? fault);
            if (format is null)
            {
                progress.Cause = SourceCause.NotMedia;
                return fault!;
            }

            bool isLive = answer.Length is null;
            HttpSourceLog.Answers(_logger, options.Stream, answer.Location, format.Name, isLive ? "live" : "a file");
            return isLive
                ? await PublishAsync(answer, first, format, session, progress, cancellation).ConfigureAwait(false)
                : await PlayAsync(client, answer, first, format, session, progress, cancellation).ConfigureAwait(false);
        }
    }

    private static async Task<ReadOnlyMemory<byte>> SniffAsync(SourceHttpAnswer answer, CancellationToken cancellation)
    {
        byte[] first = new byte[MediaFileFormats.SniffLength];
        int length = 0;
        while (length < first.Length && MediaFileFormats.OfBytes(first.AsMemory(0, length)) is null)
        {
            int count = await answer.ReadAsync(first.AsMemory(length), cancellation).ConfigureAwait(false);
            if (count == 0) break;
            length += count;
        }

        return first.AsMemory(0, length);
    }

    private async Task<string> PlayAsync(
        SourceHttpClient client, SourceHttpAnswer answer, ReadOnlyMemory<byte> first, MediaFileFormat format, SourceSession session, Progress progress, CancellationToken cancellation)
    {
        using PacedPlayer player = new(streams, session, clock, _logger);
        try
        {
            string fault = await player.PlayAsync(Open, loops: false, cancellation).ConfigureAwait(false);
            progress.Reason = SessionEndReason.Closed;
            return fault;
        }
        finally
        {
            progress.FirstMedia = player.FirstMedia;
        }

        IMediaPass? Open(IMediaUnitSink sink, out bool mayJump, out string? fault)
        {
            (mayJump, fault) = (format != MediaFileFormats.Mp4, null);
            return new HttpPass(answer, first, format.CreateFeed(sink, MediaBufferPool.Shared), client);
        }
    }

    private async Task<string> PublishAsync(SourceHttpAnswer answer, ReadOnlyMemory<byte> first, MediaFileFormat format, SourceSession session, Progress progress, CancellationToken cancellation)
    {
        using ILiveMedia media = format.CreateLive(streams, session, MonotonicTime.Now(clock), _logger);
        await using ITimer timer = clock.CreateTimer(_ => media.HandleTimeout(MonotonicTime.Now(clock)), null, HousekeepingInterval, HousekeepingInterval);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(ReadSize);
        try
        {
            ReadOnlyMemory<byte> bytes = first;
            while (true)
            {
                MonotonicTime now = MonotonicTime.Now(clock);
                session.Count(bytes.Length);
                if (media.Handle(bytes.Span, now) is { } fault)
                {
                    progress.Reason = fault.Reason;
                    return fault.Text;
                }

                if (media.HasMedia && progress.FirstMedia == MonotonicTime.Never) progress.FirstMedia = now;
                if (media.IsSilent(now, options.MediaTimeout))
                {
                    (progress.Reason, progress.Cause) = (SessionEndReason.TimedOut, SourceCause.NoMedia);
                    return media.WhySilent();
                }

                int count = await answer.ReadAsync(buffer, cancellation).ConfigureAwait(false);
                bytes = buffer.AsMemory(0, count);
                if (count > 0) continue;
                (progress.Reason, progress.Cause) = (answer.Fault is null ? SessionEndReason.Closed : SessionEndReason.ConnectionLost, SourceCause.ConnectionLost);
                return answer.Fault ?? "the server ended it";
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>How far a run has come.</summary>
    private sealed class Progress
    {
        public MonotonicTime FirstMedia { get; set; } = MonotonicTime.Never;

        public SessionEndReason Reason { get; set; } = SessionEndReason.ConnectionLost;

        public SourceCause Cause { get; set; }

        public TimeSpan WorkedUntil(MonotonicTime now) => FirstMedia == MonotonicTime.Never ? TimeSpan.Zero : now - FirstMedia;
    }
}
