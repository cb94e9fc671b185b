using Headrace.Media.Timing;
using Headrace.Protocols.Srt;
using Headrace.Streaming.Sessions;
using Headrace.Transport.Srt;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.Srt;

/// <summary>One connection of SRT from when it came about to its end; what it does is its kind's.</summary>
internal abstract class SrtSession : Session, ISrtHandler
{
    /// <summary>A peer that has not been heard for so long when its connection ends has not said goodbye.</summary>
    private static readonly TimeSpan SilenceOfTheLost = TimeSpan.FromSeconds(3);

    private readonly TaskCompletionSource _ending = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SrtTotals _totals;
    private LinkFigures? _link;
    private long _lifeSigns;
    private long _heard;

    private protected SrtSession(SrtConnection connection, string? stream, SessionRole role, SrtTotals totals, TimeProvider clock, ILogger logger)
        : base("srt", connection.RemoteEndPoint, clock.GetUtcNow())
    {
        Connection = connection;
        Clock = clock;
        Logger = logger;
        _totals = totals;
        StreamName = stream;
        Role = role;
        UserAgent = $"SRT {connection.PeerVersion}";
        _heard = Now.Nanoseconds;
    }

    /// <inheritdoc/>
    public override long BytesIn => Connection.BytesReceived;

    /// <inheritdoc/>
    public override long BytesOut => Connection.BytesSent;

    /// <inheritdoc/>
    public override LinkFigures? Link => Volatile.Read(ref _link);

    private protected SrtConnection Connection { get; }

    private protected TimeProvider Clock { get; }

    private protected ILogger Logger { get; }

    /// <summary>Completes when the session is to end.</summary>
    private protected Task Ending => _ending.Task;

    private protected MonotonicTime Now => MonotonicTime.Now(Clock);

    /// <summary>What encrypts, in words.</summary>
    private protected string Encryption => Connection.KeyBits is > 0 and int bits ? $"AES-{bits}" : "not encrypted";

    /// <summary>Runs until the connection ends. Throws nothing.</summary>
    public async Task RunAsync()
    {
        try
        {
            await ServeAsync().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // A fault in one connection is its own end, and nobody else's.
            End(SessionEndReason.InternalError);
            SrtLog.Failed(Logger, e, StreamName, Remote);
        }

        Measure();
        Connection.Dispose();
        End(SessionEndReason.Closed);
        LogEnd(Link?.Counts ?? default);
    }

    /// <summary>Measures the connection and does what is due; once a second, from the endpoint's timer.</summary>
    public virtual void HandleTimeout(MonotonicTime now) => Measure();

    /// <inheritdoc/>
    public abstract void OnMessages(ReadOnlySpan<byte> bytes, MonotonicTime now);

    /// <inheritdoc/>
    public void OnEnded() => End(Now - new MonotonicTime(Volatile.Read(ref _heard)) > SilenceOfTheLost ? SessionEndReason.ConnectionLost : SessionEndReason.Closed);

    /// <summary>Publishes or sends until <see cref="Ending"/>, and gives back what that took.</summary>
    private protected abstract Task ServeAsync();

    /// <summary>Says that it is over.</summary>
    private protected abstract void LogEnd(LinkCounts counts);

    /// <summary>The measured figures that concern its direction.</summary>
    private protected abstract LinkFigures FiguresOf(in SrtStatistics seen);

    /// <inheritdoc/>
    protected override void OnEnd() => _ending.TrySetResult();

    private void Measure()
    {
        if (Connection.Measure() is not { } seen) return;
        if (seen.LifeSigns != _lifeSigns) Volatile.Write(ref _heard, Now.Nanoseconds);
        _lifeSigns = seen.LifeSigns;
        LinkFigures next = FiguresOf(seen);
        LinkCounts more = next.Counts.Since(_link?.Counts ?? default);
        _totals.Add(Role, more);
        if (more.Dropped > 0) SrtLog.Dropped(Logger, StreamName, Remote, more.Dropped, next.Latency.TotalMilliseconds, Math.Round(next.RoundTrip.TotalMilliseconds, 1));
        Volatile.Write(ref _link, next);
    }
}
