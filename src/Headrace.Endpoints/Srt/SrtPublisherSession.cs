using Headrace.Endpoints.MpegTs;
using Headrace.Media.Timing;
using Headrace.Streaming.Access;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.Transport.Srt;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.Srt;

/// <summary>Somebody who publishes a stream over SRT, as MPEG-TS.</summary>
internal sealed class SrtPublisherSession : SrtSession, IDisposable
{
    private readonly TsPublisher _publisher;
    private readonly TimeSpan _mediaTimeout;
    private readonly string? _input;

    /// <summary>A session of a connection that has come about.</summary>
    /// <param name="connection">The connection; the session owns it.</param>
    /// <param name="stream">Name of the stream that is published.</param>
    /// <param name="input">Which of the stream's own inputs it is; null for who publishes unasked.</param>
    /// <param name="grant">What it was let in by.</param>
    /// <param name="streams">Where it publishes.</param>
    /// <param name="mediaTimeout">How long it may send nothing that can be used.</param>
    /// <param name="totals">Where what it carries is counted.</param>
    /// <param name="clock">Time.</param>
    /// <param name="logger">Log.</param>
    public SrtPublisherSession(
        SrtConnection connection, string stream, string? input, AccessGrant? grant, StreamRegistry streams, TimeSpan mediaTimeout, SrtTotals totals, TimeProvider clock, ILogger logger)
        : base(connection, stream, SessionRole.Publisher, totals, clock, logger)
    {
        _mediaTimeout = mediaTimeout;
        _input = input;
        Grant = grant;
        _publisher = new TsPublisher(new TsPublisherOptions(), streams, this, Now, logger);
    }

    /// <inheritdoc/>
    public override string? Input => _input;

    /// <summary>What it could not go on for, in words; null where there is no more to say than its reason.</summary>
    public string? Fault { get; private set; }

    /// <summary>True once media has come.</summary>
    public bool HasMedia => _publisher.HasMedia;

    /// <inheritdoc/>
    public override void OnMessages(ReadOnlySpan<byte> bytes, MonotonicTime now)
    {
        if (_publisher.Handle(bytes, now) is not { } fault || EndReason is not null) return;
        Fault = fault.Text;
        SrtLog.NotUsable(Logger, StreamName, Remote, fault.Text);
        End(fault.Reason);
    }

    /// <inheritdoc/>
    public override void HandleTimeout(MonotonicTime now)
    {
        base.HandleTimeout(now);
        _publisher.HandleTimeout(now);
        if (EndReason is not null || !_publisher.IsSilent(now, _mediaTimeout)) return;
        Fault = _publisher.WhySilent();
        SrtLog.NoMedia(Logger, StreamName, Remote, _mediaTimeout.TotalSeconds, Fault);
        End(SessionEndReason.TimedOut);
    }

    /// <summary>Lets the stream go.</summary>
    public void Dispose() => _publisher.Dispose();

    private protected override async Task ServeAsync()
    {
        double latency = Connection.ReceiveLatency.TotalMilliseconds;
        string encryption = Encryption;
        SrtLog.Publishing(Logger, StreamName!, Remote, UserAgent!, latency, encryption);
        try
        {
            Connection.Start(this);
            await Ending.ConfigureAwait(false);
        }
        finally
        {
            Dispose();
        }
    }

    private protected override void LogEnd(LinkCounts counts) => SrtLog.PublisherLeft(Logger, StreamName, Remote, EndReason, BytesIn, counts.Lost, counts.Dropped);

    private protected override LinkFigures FiguresOf(in SrtStatistics seen) => new(
        seen.RoundTrip, seen.ReceiveLatency, seen.Bandwidth, seen.ReceiveRate, seen.ReceiveBuffered, Connection.KeyBits,
        new LinkCounts(seen.PacketsReceived, seen.ReceiveLost, seen.ReceivedAgain, seen.ReceiveDropped));
}
