using System.Buffers;
using System.Buffers.Binary;

namespace Headrace.Protocols.Rtmp.Messages;

/// <summary>What is answered to events of the user's control.</summary>
internal static class RtmpControl
{
    /// <summary>Answers a ping; everything else is taken note of, and no more.</summary>
    public static void Answer(ReadOnlySpan<byte> payload, RtmpOutput writer, IBufferWriter<byte> output)
    {
        if (KindOf(payload) == RtmpUserEvent.PingRequest && payload.Length >= 6) writer.Event(RtmpUserEvent.PingResponse, BinaryPrimitives.ReadUInt32BigEndian(payload[2..]), output);
    }

    /// <summary>What it is; null where it is too short to be anything.</summary>
    public static RtmpUserEvent? KindOf(ReadOnlySpan<byte> payload) => payload.Length >= 2 ? (RtmpUserEvent)BinaryPrimitives.ReadUInt16BigEndian(payload) : null;
}
