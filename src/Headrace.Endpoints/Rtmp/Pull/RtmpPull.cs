using System.Buffers;
using Headrace.Containers.Flv;
using Headrace.Endpoints.Connections;
using Headrace.Endpoints.Flv;
using Headrace.Media.Timing;
using Headrace.Protocols.Rtmp;
using Headrace.Protocols.Rtmp.Client;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.Streaming.Supervision;
using Headrace.Transport.Client;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.Rtmp.Pull;

/// <summary>One connection to a server that a stream is fetched from. The reading loop and the timer take turns under one lock.</summary>
internal sealed class RtmpPull : Session, IRtmpMediaSink, IDisposable
{
    private readonly ClientConnection _connection;
    private readonly RtmpSourceOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private readonly RtmpClientSession _session;
    private readonly FlvPublisher _publisher;
    private readonly AdaptiveReading _reading = new();
    private readonly ReceiveBuffer _received = new();
    private readonly ArrayBufferWriter<byte> _output = new(4096);
    private readonly bool _saysWhatItCan;
    private MonotonicTime _now;
    private bool _hasStarted;
    private SourceFault? _fault;

    public RtmpPull(ClientConnection connection, RtmpSourceOptions options, RtmpCapabilities capabilities, string? signIn, StreamRegistry streams, TimeProvider clock, ILogger logger)
        : base(options.Location.IsTls ? "rtmps" : "rtmp", connection.RemoteEndPoint, clock.GetUtcNow())
    {
        (_connection, _options, _clock, _logger) = (connection, options, clock, logger);
        _session = new RtmpClientSession(new RtmpClientOptions { Publishes = false, Capabilities = capabilities, SignIn = signIn }, options.Location);
        _saysWhatItCan = capabilities.IsEnhanced;
        StreamName = options.Stream;
        Role = SessionRole.Publisher;
        _publisher = new FlvPublisher(streams, this, Now, logger);
    }

    public override string? Input => _options.Input;

    public override long BytesIn => _connection.BytesReceived;

    public override long BytesOut => _connection.BytesSent;

    /// <summary>Why it ended, in words; null where there is no more to say than its reason.</summary>
    public SourceFault? Fault => Volatile.Read(ref _fault);

    /// <summary>What the server wants to be answered at the next connection, or null.</summary>
    public string? Challenge { get; private set; }

    /// <summary>True once media has come.</summary>
    public bool HasMedia => _publisher.HasMedia;

    /// <summary>True where the server left without a word when it was told what we can.</summary>
    public bool WasNotUnderstood { get; private set; }

    private MonotonicTime Now => MonotonicTime.Now(_clock);

    /// <summary>Runs until the connection ends. Throws nothing.</summary>
    public async Task RunAsync()
    {
        try
        {
            lock (_gate)
            {
                _session.Start(_output, Now);
                Flush();
            }

            await ReadAsync().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            RtmpSourceLog.Failed(_logger, e, StreamName, _options.Location);
            Fail("a fault of the server; the log has it", SessionEndReason.InternalError);
        }
        finally
        {
            lock (_gate) _publisher.Stop();
            _connection.Dispose();
            _received.Return();
            End(SessionEndReason.ConnectionLost);
        }
    }

    /// <summary>Does what is due; some times a second.</summary>
    public void HandleTimeout(MonotonicTime now)
    {
        lock (_gate)
        {
            if (EndReason is not null) return;
            _session.HandleTimeout(now);
            HandleEvents();
            _publisher.HandleTimeout(now);
            if (!_hasStarted || !_publisher.IsSilent(now, _options.MediaTimeout)) return;
            Fail($"it is connected and has sent no media for {_options.MediaTimeout.TotalSeconds:0.#} s: {_publisher.WhySilent()}", SessionEndReason.TimedOut, SourceCause.NoMedia);
        }
    }

    /// <inheritdoc/>
    public void OnMedia(in RtmpMessage message)
    {
        if (_publisher.Handle((FlvTagType)message.Type, message.Timestamp, message.Payload, _now) is { } fault) Fail(fault.Text, fault.Reason);
    }

    /// <summary>Gives back what is held, behind <see cref="RunAsync"/>.</summary>
    public void Dispose()
    {
        _publisher.Dispose();
        _session.Dispose();
    }

    protected override void OnEnd() => _connection.Dispose();

    private async Task ReadAsync()
    {
        while (EndReason is null)
        {
            int count = await _connection.ReceiveAsync(_received.Free()).ConfigureAwait(false);
            if (count == 0) break;
            TimeSpan pause;
            lock (_gate)
            {
                _received.Received(count);
                _now = Now;
                int before;
                do
                {
                    before = _received.UnreadBytes.Length;
                    _received.Consume(_session.Receive(_received.UnreadBytes, _output, _now, this));
                }
                while (HandleEvents() || _received.UnreadBytes.Length < before);

                Flush();
                pause = _publisher.Publication is { Options.AdaptiveSender: true } publication ? _reading.PauseAfter(count, publication.Pressure, _now) : TimeSpan.Zero;
            }

            if (pause > TimeSpan.Zero) await Task.Delay(pause, _clock).ConfigureAwait(false);
        }

        Lose();
    }

    private bool HandleEvents()
    {
        bool hasEvents = false;
        while (_session.TryGetEvent(out RtmpClientEvent? next))
        {
            hasEvents = true;
            switch (next)
            {
                case RtmpClientEvent.Started started:
                    _hasStarted = true;
                    UserAgent = started.Server;
                    _received.ExpectMedia();
                    break;
                case RtmpClientEvent.Ended ended:
                    Challenge = ended.Challenge;
                    Fail(ended.Text, RtmpEnds.ReasonOf(ended.Reason), RtmpEnds.CauseOf(ended.Reason));
                    break;
            }
        }

        return hasEvents;
    }

    private void Lose()
    {
        if (EndReason is not null) return;
        WasNotUnderstood = _saysWhatItCan && _session.State == RtmpClientState.Connecting;
        Fail(_hasStarted ? "it closed the connection" : "it closed the connection before it sent media", SessionEndReason.ConnectionLost, SourceCause.ConnectionLost);
    }

    private void Fail(string fault, SessionEndReason reason, SourceCause cause = SourceCause.Unknown)
    {
        Interlocked.CompareExchange(ref _fault, new SourceFault(fault, cause), null);
        End(reason);
    }

    private void Flush()
    {
        if (_output.WrittenCount == 0) return;
        _connection.Post(_output.WrittenSpan.ToArray());
        _output.ResetWrittenCount();
    }
}
