using System.Buffers;
using System.Buffers.Binary;
using Headrace.Containers.Flv.Amf;
using Headrace.Protocols.Rtmp.Chunks;

namespace Headrace.Protocols.Rtmp.Messages;

/// <summary>Writes what both sides say: control messages, commands, data.</summary>
internal sealed class RtmpOutput
{
    private readonly RtmpChunkWriter _chunks = new();
    private readonly ArrayBufferWriter<byte> _body = new(512);

    public void SetChunkSize(int bytes, IBufferWriter<byte> output) => _chunks.SetChunkSize(bytes, output);

    public void Acknowledge(long bytes, IBufferWriter<byte> output) => Control(RtmpMessageType.Acknowledgement, (uint)bytes, output);

    public void SetWindow(int bytes, IBufferWriter<byte> output) => Control(RtmpMessageType.WindowAcknowledgementSize, (uint)bytes, output);

    /// <summary>Limits what the peer sends before it has an acknowledgement, in the kind that it may choose itself (RTMP 1.0, 5.4.5).</summary>
    public void SetPeerBandwidth(int bytes, IBufferWriter<byte> output)
    {
        const byte Dynamic = 2;
        Span<byte> body = stackalloc byte[5];
        BinaryPrimitives.WriteInt32BigEndian(body, bytes);
        body[4] = Dynamic;
        _chunks.Write(RtmpChunkStreams.Control, RtmpMessageType.SetPeerBandwidth, 0, 0, body, output);
    }

    /// <summary>An event of the user's control (RTMP 1.0, 6.2).</summary>
    public void Event(RtmpUserEvent kind, uint value, IBufferWriter<byte> output)
    {
        Span<byte> body = stackalloc byte[6];
        BinaryPrimitives.WriteUInt16BigEndian(body, (ushort)kind);
        BinaryPrimitives.WriteUInt32BigEndian(body[2..], value);
        _chunks.Write(RtmpChunkStreams.Control, RtmpMessageType.UserControl, 0, 0, body, output);
    }

    /// <summary>Says how much is buffered: an event with two values.</summary>
    public void BufferLength(uint streamId, uint milliseconds, IBufferWriter<byte> output)
    {
        Span<byte> body = stackalloc byte[10];
        BinaryPrimitives.WriteUInt16BigEndian(body, (ushort)RtmpUserEvent.SetBufferLength);
        BinaryPrimitives.WriteUInt32BigEndian(body[2..], streamId);
        BinaryPrimitives.WriteUInt32BigEndian(body[6..], milliseconds);
        _chunks.Write(RtmpChunkStreams.Control, RtmpMessageType.UserControl, 0, 0, body, output);
    }

    /// <summary>A command. Its values behind the number are written by <paramref name="values"/>.</summary>
    public void Command(string name, double transaction, uint streamId, IBufferWriter<byte> output, Action<AmfWriter> values)
    {
        AmfWriter writer = Begin();
        writer.Text(name);
        writer.Number(transaction);
        values(writer);
        End(RtmpMessageType.Command, streamId, output);
    }

    /// <summary>A status of the stream or the connection (RTMP 1.0, 7.2.2).</summary>
    public void Status(uint streamId, string level, string code, string description, IBufferWriter<byte> output) => Command("onStatus", 0, streamId, output, writer =>
    {
        writer.Null();
        WriteStatus(writer, level, code, description);
        writer.End();
    });

    /// <summary>Data of the stream.</summary>
    public void Data(uint streamId, IBufferWriter<byte> output, Action<AmfWriter> values)
    {
        values(Begin());
        End(RtmpMessageType.Data, streamId, output);
    }

    /// <summary>Begins an object with level, code and description; it is left open.</summary>
    public static void WriteStatus(AmfWriter writer, string level, string code, string description)
    {
        writer.Object();
        writer.Text("level", level);
        writer.Text("code", code);
        writer.Text("description", description);
    }

    private AmfWriter Begin()
    {
        _body.ResetWrittenCount();
        return new AmfWriter(_body);
    }

    private void End(RtmpMessageType type, uint streamId, IBufferWriter<byte> output) =>
        _chunks.Write(streamId == 0 ? RtmpChunkStreams.Command : RtmpChunkStreams.Stream, type, streamId, 0, _body.WrittenSpan, output);

    private void Control(RtmpMessageType type, uint value, IBufferWriter<byte> output)
    {
        Span<byte> body = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(body, value);
        _chunks.Write(RtmpChunkStreams.Control, type, 0, 0, body, output);
    }
}
