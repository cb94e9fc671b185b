using System.Buffers;
using System.Text;
using Headrace.Containers.Flv.Amf;
using Headrace.Media.Timing;
using Headrace.Protocols.Rtmp.Chunks;
using Headrace.Protocols.Rtmp.Messages;
using Headrace.Protocols.Rtmp.Server;

namespace Headrace.Protocols.Rtmp.Tests.Server;

/// <summary>A server session with a client that says what a test wants it to.</summary>
internal sealed class TestServer : IDisposable
{
    private readonly RtmpChunkWriter _client = new();
    private readonly RtmpChunkReader _answers = new();
    private byte[] _unread = [];

    public TestServer(bool shakesHands = true)
    {
        Session = new RtmpServerSession(new RtmpServerOptions(), Now);
        if (!shakesHands) return;
        Send([3, .. new byte[1536]]);
        Output.ResetWrittenCount();
        Send(new byte[1536]);
    }

    public RtmpServerSession Session { get; }

    public MonotonicTime Now { get; set; } = new(1_000_000_000_000);

    public ArrayBufferWriter<byte> Output { get; } = new();

    public MediaLog Media { get; } = new();

    public List<RtmpServerEvent> Events { get; } = [];

    /// <summary>Lets everybody do what they want, or nobody.</summary>
    public bool? Accepts { get; set; } = true;

    public void Dispose()
    {
        Session.Dispose();
        _answers.Dispose();
    }

    public void Send(ReadOnlySpan<byte> bytes)
    {
        _unread = [.. _unread, .. bytes];
        int before;
        do
        {
            before = _unread.Length + Events.Count;
            _unread = _unread[Session.Receive(_unread, Output, Now, Media)..];
            while (Session.TryGetEvent(out RtmpServerEvent? next)) Take(next);
        }
        while (before != _unread.Length + Events.Count);
    }

    public void Message(RtmpMessageType type, uint streamId, uint timestamp, ReadOnlySpan<byte> body)
    {
        ArrayBufferWriter<byte> output = new();
        _client.Write(4, type, streamId, timestamp, body, output);
        Send(output.WrittenSpan);
    }

    public void Command(string name, double transaction, params AmfValue[] values)
    {
        ArrayBufferWriter<byte> body = new();
        AmfWriter writer = new(body);
        writer.Text(name);
        writer.Number(transaction);
        foreach (AmfValue value in values) writer.Value(value);
        Message(RtmpMessageType.Command, 0, 0, body.WrittenSpan);
    }

    public void Connect(string app = "live", params AmfProperty[] more) =>
        Command("connect", 1, AmfValue.Object([new("app", AmfValue.Of(app)), new("tcUrl", AmfValue.Of($"rtmp://host/{app}")), new("flashVer", AmfValue.Of("FMLE/3.0")), .. more]));

    /// <summary>What the server said since the last time: commands by name and code, other messages by type.</summary>
    public List<string> Said()
    {
        List<string> said = [];
        ReadOnlySpan<byte> bytes = Output.WrittenSpan;
        while (_answers.TryRead(bytes, out int consumed, out RtmpMessage message))
        {
            bytes = bytes[consumed..];
            said.Add(Describe(message));
        }

        Output.ResetWrittenCount();
        return said;
    }

    private static string Describe(in RtmpMessage message)
    {
        if (message.Type is not (RtmpMessageType.Command or RtmpMessageType.Data)) return message.Type == RtmpMessageType.UserControl ? $"event {message.Payload[1]}" : message.Type.ToString();
        AmfReader reader = new(message.Payload);
        StringBuilder text = new();
        while (reader.TryRead(out AmfValue value))
        {
            if (text.Length > 0) text.Append(' ');
            text.Append(value["code"].Text ?? value.ToString());
        }

        return text.ToString();
    }

    private void Take(RtmpServerEvent next)
    {
        Events.Add(next);
        if (next is not RtmpServerEvent.Decision decision || Accepts is not { } accepts) return;
        if (!accepts) Session.Reject(decision, RtmpRefusal.Denied, "No.", Output, Now);
        else if (decision is RtmpServerEvent.PublishRequested publish) Session.AcceptPublish(publish, Output, Now);
        else if (decision is RtmpServerEvent.PlayRequested play) Session.AcceptPlay(play, Output, Now);
    }
}
