using Headrace.Protocols.Rtmp.Chunks;

namespace Headrace.Protocols.Rtmp.Tests.Chunks;

/// <summary>Messages that came out of a reader, as text: type, stream, time, bytes.</summary>
internal static class MessageLog
{
    /// <summary>Reads bytes that come in pieces of a size.</summary>
    public static List<string> Read(RtmpChunkReader reader, ReadOnlySpan<byte> bytes, int piece = int.MaxValue)
    {
        List<string> messages = [];
        byte[] unread = [];
        while (bytes.Length > 0)
        {
            int count = Math.Min(piece, bytes.Length);
            unread = [.. unread, .. bytes[..count]];
            bytes = bytes[count..];
            int at = 0;
            while (true)
            {
                bool hasMessage = reader.TryRead(unread.AsSpan(at), out int consumed, out RtmpMessage message);
                at += consumed;
                if (!hasMessage) break;
                messages.Add($"{message.Type} {message.StreamId} {message.Timestamp} {Convert.ToHexString(message.Payload)}");
            }

            unread = unread[at..];
        }

        return messages;
    }
}
