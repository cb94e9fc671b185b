using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using Headrace.Containers.Flv.Amf;
using Headrace.Media.Timing;
using Headrace.Protocols.Rtmp.Chunks;
using Headrace.Protocols.Rtmp.Handshake;
using Headrace.Protocols.Rtmp.Messages;

namespace Headrace.Protocols.Rtmp.Client;

/// <summary>
/// One connection to an RTMP server (RTMP 1.0) without its I/O, to publish one stream or to play one: bytes and the time go in; requests, events, media and the next deadline come
/// out. Not thread-safe: one loop owns it.
/// </summary>
public sealed class RtmpClientSession : IDisposable
{
    private const int MaxChallengeChars = 1_024;

    private readonly RtmpClientOptions _options;
    private readonly ClientHandshake _handshake = new();
    private readonly RtmpChunkReader _chunks = new();
    private readonly ReceiveWindow _window = new();
    private readonly RtmpOutput _writer = new();
    private readonly Queue<RtmpClientEvent> _events = new();
    private readonly RtmpClientCommands _commands;
    private uint _streamId;
    private string? _server;
    private RtmpCapabilities _capabilities = RtmpCapabilities.None;
    private MonotonicTime _since;

    /// <summary>A session that has asked for nothing yet.</summary>
    /// <param name="options">What for, and how.</param>
    /// <param name="location">Where.</param>
    public RtmpClientSession(RtmpClientOptions options, RtmpLocation location)
    {
        _options = options;
        _commands = new RtmpClientCommands(_writer, options, location);
    }

    /// <summary>Where it is.</summary>
    public RtmpClientState State { get; private set; }

    /// <summary>When <see cref="HandleTimeout"/> wants to be called; <see cref="MonotonicTime.Never"/> while media flows and after the end.</summary>
    public MonotonicTime NextDeadline => State >= RtmpClientState.Flowing ? MonotonicTime.Never : _since + _options.RequestTimeout;

    /// <summary>Begins.</summary>
    public void Start(IBufferWriter<byte> output, MonotonicTime now)
    {
        _since = now;
        ClientHandshake.Start(output);
    }

    /// <summary>Takes bytes until there is an event, and returns how many. What is left is presented again, behind the events.</summary>
    /// <param name="bytes">What has come.</param>
    /// <param name="output">Where answers go.</param>
    /// <param name="now">The time.</param>
    /// <param name="media">Takes what is played.</param>
    public int Receive(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output, MonotonicTime now, IRtmpMediaSink media)
    {
        int taken = 0;
        bool goesOn = true;
        while (goesOn && State != RtmpClientState.Ended && _events.Count == 0)
        {
            goesOn = State == RtmpClientState.Handshaking ? ShakeHands(bytes[taken..], output, now, out int consumed) : ReadMessage(bytes[taken..], output, now, media, out consumed);
            taken += consumed;
        }

        return taken;
    }

    /// <summary>Ends a session that waited too long for an answer.</summary>
    public void HandleTimeout(MonotonicTime now)
    {
        if (now < NextDeadline || State == RtmpClientState.Ended) return;
        End(RtmpClientEndReason.TimedOut, State switch
        {
            RtmpClientState.Handshaking => "it does not answer the handshake",
            RtmpClientState.Connecting => "it does not answer to connect",
            RtmpClientState.Creating => "it makes no stream",
            _ => _options.Publishes ? "it does not answer to publish" : "it does not answer to play",
        });
    }

    /// <summary>Takes the next event; false if there is none.</summary>
    public bool TryGetEvent([NotNullWhen(true)] out RtmpClientEvent? next) => _events.TryDequeue(out next);

    /// <summary>Says goodbye, where there is somebody to hear it. The session is over; the driver sends what was written.</summary>
    public void Stop(IBufferWriter<byte> output)
    {
        if (State is RtmpClientState.Starting or RtmpClientState.Flowing) _commands.Stop(_streamId, output);
        State = RtmpClientState.Ended;
    }

    /// <summary>Gives back what is held.</summary>
    public void Dispose() => _chunks.Dispose();

    private bool ShakeHands(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output, MonotonicTime now, out int consumed)
    {
        consumed = _handshake.Receive(bytes, output);
        if (_handshake.Fault != RtmpFault.None) return Fail(_handshake.Fault);
        if (!_handshake.IsDone) return false;
        Enter(RtmpClientState.Connecting, now);
        _writer.SetChunkSize(RtmpLimits.ChunkBytes, output);
        _commands.Connect(output);
        return true;
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
                // Some servers send media before they say that it starts.
                if (!_options.Publishes && State >= RtmpClientState.Starting) RtmpMedia.Deliver(message, media);
                break;
            case RtmpMessageType.Command or RtmpMessageType.CommandAmf3:
                if (RtmpCommand.Read(message) is { } command) Handle(command, output, now);
                else Fail(RtmpFault.BadCommand);
                break;
            case RtmpMessageType.WindowAcknowledgementSize when message.Payload.Length >= 4:
                _window.SetSize(BinaryPrimitives.ReadUInt32BigEndian(message.Payload));
                break;
            case RtmpMessageType.SetPeerBandwidth when message.Payload.Length >= 4:
                _writer.SetWindow((int)Math.Min(int.MaxValue, BinaryPrimitives.ReadUInt32BigEndian(message.Payload)), output);
                break;
            case RtmpMessageType.UserControl:
                if (State == RtmpClientState.Flowing && RtmpControl.KindOf(message.Payload) == RtmpUserEvent.StreamEof) End(RtmpClientEndReason.Closed, "it says that the stream is over");
                else RtmpControl.Answer(message.Payload, _writer, output);
                break;
        }

        return true;
    }

    private void Handle(RtmpCommand command, IBufferWriter<byte> output, MonotonicTime now)
    {
        switch (command.Name)
        {
            case "_result" when command.Transaction == RtmpClientCommands.ConnectTransaction && State == RtmpClientState.Connecting:
                OnConnected(command, output, now);
                break;
            case "_result" when command.Transaction == RtmpClientCommands.CreateTransaction && State == RtmpClientState.Creating:
                _streamId = (uint)Math.Clamp(command.Argument(0).Number ?? 1, 0, uint.MaxValue);
                Enter(RtmpClientState.Starting, now);
                _commands.Start(_streamId, output);
                // What is played may be large from here on.
                if (!_options.Publishes) _chunks.MaxMessageBytes = RtmpLimits.MaxMediaBytes;
                break;
            case "_error" when command.Transaction is RtmpClientCommands.ConnectTransaction or RtmpClientCommands.CreateTransaction:
                Refuse(State == RtmpClientState.Connecting ? "connect" : "createStream", command.Argument(0));
                break;
            case "onStatus":
                OnStatus(command.Argument(0), now);
                break;
            case "close":
                End(RtmpClientEndReason.Closed, "it closes the connection");
                break;
        }
    }

    private void OnConnected(RtmpCommand command, IBufferWriter<byte> output, MonotonicTime now)
    {
        AmfValue status = command.Argument(0);
        if (status["level"].Text == "error")
        {
            Refuse("connect", status);
            return;
        }

        _server = command.Properties["fmsVer"].Text;
        RtmpCapabilities found = RtmpCapabilities.Read(command.Properties);
        _capabilities = found.IsEnhanced ? found : RtmpCapabilities.Read(status);
        Enter(RtmpClientState.Creating, now);
        _commands.Create(output);
    }

    private void OnStatus(in AmfValue status, MonotonicTime now)
    {
        string code = status["code"].Text ?? "";
        if (status["level"].Text == "error")
        {
            Refuse(State < RtmpClientState.Creating ? "connect" : _options.Publishes ? "publish" : "play", status);
            return;
        }

        switch (code)
        {
            case "NetStream.Publish.Start" or "NetStream.Play.Start" when State == RtmpClientState.Starting:
                Enter(RtmpClientState.Flowing, now);
                _events.Enqueue(new RtmpClientEvent.Started(_streamId, _server, _capabilities));
                break;
            case "NetStream.Play.UnpublishNotify" or "NetStream.Play.Stop" or "NetStream.Play.Complete" when !_options.Publishes:
            case "NetConnection.Connect.Closed":
                End(RtmpClientEndReason.Closed, $"it says that the stream is over ({code})");
                break;
        }
    }

    /// <summary>The server said no. A redirection is named and not followed: nobody has asked to send a stream there.</summary>
    private void Refuse(string what, in AmfValue status)
    {
        string? code = Shorten(status["code"].Text);
        if (State <= RtmpClientState.Connecting && status["description"].Text is { Length: <= MaxChallengeChars } asked && RtmpClientSignIn.IsChallenge(asked))
        {
            End(RtmpClientEndReason.Refused, $"it wants to be signed in to ({Shorten(asked)})", asked);
            return;
        }

        string? description = Shorten(status["description"].Text);
        string detail = string.Join(": ", new[] { code, description }.Where(static part => !string.IsNullOrEmpty(part)));
        bool isRedirect = status["ex"]["redirect"].Text is { Length: > 0 };
        End(RtmpClientEndReason.Refused, isRedirect ? "it redirects, which is not followed" : detail.Length > 0 ? $"it refuses to {what} ({detail})" : $"it refuses to {what}");
    }

    /// <summary>What a peer says may hold anything.</summary>
    private static string? Shorten(string? text)
    {
        const int MaxLength = 200;
        if (text is null) return null;
        string clean = string.Concat(text.Where(static character => !char.IsControl(character)));
        return clean.Length > MaxLength ? clean[..MaxLength] : clean;
    }

    private void Enter(RtmpClientState state, MonotonicTime now)
    {
        State = state;
        _since = now;
    }

    private bool Fail(RtmpFault fault)
    {
        End(RtmpClientEndReason.Fault, fault.ToText());
        return false;
    }

    private void End(RtmpClientEndReason reason, string text, string? challenge = null)
    {
        if (State == RtmpClientState.Ended) return;
        State = RtmpClientState.Ended;
        _events.Enqueue(new RtmpClientEvent.Ended(reason, text) { Challenge = challenge });
    }
}
