using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using Headrace.Containers.Flv.Muxing;
using Headrace.Media.Timing;
using Headrace.Protocols.Rtmp.Chunks;
using Headrace.Protocols.Rtmp.Handshake;
using Headrace.Protocols.Rtmp.Messages;

namespace Headrace.Protocols.Rtmp.Server;

/// <summary>
/// One connection of an RTMP server (RTMP 1.0) without its I/O: bytes and the time go in; answers, events, media and the next deadline come out. After each call the driver takes
/// the events and sends what was written. Not thread-safe: one loop owns it.
/// </summary>
public sealed class RtmpServerSession : IDisposable
{
    private readonly RtmpServerOptions _options;
    private readonly ServerHandshake _handshake = new();
    private readonly RtmpChunkReader _chunks = new();
    private readonly ReceiveWindow _window = new();
    private readonly RtmpOutput _writer = new();
    private readonly Queue<RtmpServerEvent> _events = new();
    private readonly RtmpServerCommands _commands;
    private MonotonicTime _since;
    private MonotonicTime _lastActivity;

    /// <summary>A session of a new connection.</summary>
    /// <param name="options">Timeouts and capabilities.</param>
    /// <param name="now">The time of the connection.</param>
    public RtmpServerSession(RtmpServerOptions options, MonotonicTime now)
    {
        _options = options;
        _commands = new RtmpServerCommands(_writer, options);
        _since = _lastActivity = now;
    }

    /// <summary>Where it is.</summary>
    public RtmpSessionState State { get; private set; }

    /// <summary>True after <see cref="RtmpServerEvent.Ended"/>; everything is ignored from then on.</summary>
    public bool IsEnded => State == RtmpSessionState.Ended;

    /// <summary>
    /// When <see cref="HandleTimeout"/> wants to be called. Who does not publish or play has a time for that whatever he sends; <see cref="MonotonicTime.Never"/> while the driver
    /// decides, and after the end.
    /// </summary>
    public MonotonicTime NextDeadline => State switch
    {
        RtmpSessionState.Ended or RtmpSessionState.Deciding => MonotonicTime.Never,
        RtmpSessionState.Publishing or RtmpSessionState.Playing => _lastActivity + _options.SessionTimeout,
        _ => _since + _options.HandshakeTimeout,
    };

    /// <summary>
    /// Takes bytes until there is an event, and returns how many. What is left is presented again: after the events, and while the driver decides not before.
    /// </summary>
    /// <param name="bytes">What has come.</param>
    /// <param name="output">Where answers go.</param>
    /// <param name="now">The time.</param>
    /// <param name="media">Takes what a publisher sends.</param>
    public int Receive(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output, MonotonicTime now, IRtmpMediaSink media)
    {
        int taken = 0;
        bool goesOn = true;
        while (goesOn && !IsEnded && State != RtmpSessionState.Deciding && _events.Count == 0)
        {
            goesOn = State == RtmpSessionState.Handshaking
                ? ShakeHands(bytes[taken..], output, out int consumed)
                : ReadMessage(bytes[taken..], output, now, media, out consumed);
            taken += consumed;
        }

        if (taken > 0) _lastActivity = now;
        return taken;
    }

    /// <summary>Ends a connection whose deadline has passed.</summary>
    public void HandleTimeout(MonotonicTime now)
    {
        if (IsEnded || now < NextDeadline) return;
        End(State is RtmpSessionState.Publishing or RtmpSessionState.Playing ? RtmpEndReason.TimedOut : RtmpEndReason.NoRequest);
    }

    /// <summary>Takes the next event; false if there is none.</summary>
    public bool TryGetEvent([NotNullWhen(true)] out RtmpServerEvent? next) => _events.TryDequeue(out next);

    /// <summary>Lets a publisher begin.</summary>
    public void AcceptPublish(RtmpServerEvent.PublishRequested decision, IBufferWriter<byte> output, MonotonicTime now)
    {
        if (!Decide(RtmpSessionState.Publishing, now)) return;
        _chunks.MaxMessageBytes = RtmpLimits.MaxMediaBytes;
        _commands.StartPublish(decision.Address.Name, output);
    }

    /// <summary>Lets a viewer begin: the driver sends media only behind what this wrote, on message stream <see cref="MediaStreamId"/>.</summary>
    public void AcceptPlay(RtmpServerEvent.PlayRequested decision, IBufferWriter<byte> output, MonotonicTime now)
    {
        if (Decide(RtmpSessionState.Playing, now)) _commands.StartPlay(decision.Address.Name, output);
    }

    /// <summary>Refuses; the client may ask for something else.</summary>
    /// <param name="decision">What.</param>
    /// <param name="refusal">Why, as a code.</param>
    /// <param name="description">Why, in words for the client.</param>
    /// <param name="output">Where the answer goes.</param>
    /// <param name="now">The time.</param>
    public void Reject(RtmpServerEvent.Decision decision, RtmpRefusal refusal, string description, IBufferWriter<byte> output, MonotonicTime now)
    {
        if (Decide(RtmpSessionState.Connected, now)) _commands.Refuse(decision is RtmpServerEvent.PublishRequested, refusal, description, output);
    }

    /// <summary>A ping, which the driver may send between messages at any time: the answer counts as a sign of life.</summary>
    /// <param name="time">Milliseconds of any clock.</param>
    public static byte[] Ping(uint time)
    {
        ArrayBufferWriter<byte> output = new(32);
        new RtmpOutput().Event(RtmpUserEvent.PingRequest, time, output);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Tells a viewer that the stream is over.</summary>
    public void EndPlay(string description, IBufferWriter<byte> output)
    {
        if (State == RtmpSessionState.Playing) _commands.EndPlay(description, output);
    }

    /// <summary>The message stream that media is sent on.</summary>
    public const uint MediaStreamId = RtmpChunkFraming.MessageStream;

    /// <summary>Gives back what is held.</summary>
    public void Dispose() => _chunks.Dispose();

    private bool Decide(RtmpSessionState next, MonotonicTime now)
    {
        if (State != RtmpSessionState.Deciding) return false;
        State = next;
        _since = _lastActivity = now;
        return true;
    }

    private bool ShakeHands(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output, out int consumed)
    {
        consumed = _handshake.Receive(bytes, output);
        if (_handshake.Fault != RtmpFault.None) return Fail(_handshake.Fault);
        if (_handshake.IsDone) State = RtmpSessionState.Waiting;
        return _handshake.IsDone;
    }

    private bool ReadMessage(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output, MonotonicTime now, IRtmpMediaSink media, out int consumed)
    {
        bool hasMessage = _chunks.TryRead(bytes, out consumed, out RtmpMessage message);
        _window.Receive(consumed, _writer, output);
        if (_chunks.Fault != RtmpFault.None) return Fail(_chunks.Fault);
        if (!hasMessage) return false;
        switch (message.Type)
        {
            case var type when RtmpMedia.IsMedia(type):
                if (State == RtmpSessionState.Publishing) RtmpMedia.Deliver(message, media);
                break;
            case RtmpMessageType.Command or RtmpMessageType.CommandAmf3:
                Handle(message, output, now);
                break;
            case RtmpMessageType.WindowAcknowledgementSize when message.Payload.Length >= 4:
                _window.SetSize(BinaryPrimitives.ReadUInt32BigEndian(message.Payload));
                break;
            case RtmpMessageType.SetPeerBandwidth when message.Payload.Length >= 4:
                // RTMP 1.0, 5.4.5: answered with the window that we send by.
                _writer.SetWindow((int)Math.Min(int.MaxValue, BinaryPrimitives.ReadUInt32BigEndian(message.Payload)), output);
                break;
            case RtmpMessageType.UserControl:
                RtmpControl.Answer(message.Payload, _writer, output);
                break;
        }

        return true;
    }

    private void Handle(in RtmpMessage message, IBufferWriter<byte> output, MonotonicTime now)
    {
        if (RtmpCommand.Read(message) is not { } command)
        {
            Fail(RtmpFault.BadCommand);
            return;
        }

        if (State == RtmpSessionState.Waiting != (command.Name == "connect"))
        {
            Fail(RtmpFault.OutOfOrder);
            return;
        }

        if (_commands.Handle(command, State, output, now) is not { } next) return;
        _events.Enqueue(next);
        RtmpSessionState before = State;
        State = next switch
        {
            RtmpServerEvent.Connected => RtmpSessionState.Connected,
            RtmpServerEvent.Decision => RtmpSessionState.Deciding,
            RtmpServerEvent.Stopped => RtmpSessionState.Connected,
            RtmpServerEvent.Ended => RtmpSessionState.Ended,
            _ => before,
        };
        if (State == before) return;
        _since = now;
        _chunks.MaxMessageBytes = RtmpLimits.MaxCommandBytes;
    }

    private bool Fail(RtmpFault fault)
    {
        End(RtmpEndReason.Fault, fault);
        return false;
    }

    private void End(RtmpEndReason reason, RtmpFault fault = RtmpFault.None)
    {
        State = RtmpSessionState.Ended;
        _events.Enqueue(new RtmpServerEvent.Ended(reason, fault));
    }
}
