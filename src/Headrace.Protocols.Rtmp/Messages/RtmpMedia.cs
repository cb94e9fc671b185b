namespace Headrace.Protocols.Rtmp.Messages;

/// <summary>Hands messages that carry media to who takes them.</summary>
internal static class RtmpMedia
{
    /// <summary>True for types of messages that carry media.</summary>
    public static bool IsMedia(RtmpMessageType type) =>
        type is RtmpMessageType.Audio or RtmpMessageType.Video or RtmpMessageType.Data or RtmpMessageType.DataAmf3 or RtmpMessageType.Aggregate;

    /// <summary>Hands on a message, or those in it.</summary>
    public static void Deliver(in RtmpMessage message, IRtmpMediaSink sink)
    {
        switch (message.Type)
        {
            case RtmpMessageType.Audio or RtmpMessageType.Video:
                sink.OnMedia(message);
                break;
            case RtmpMessageType.Data or RtmpMessageType.DataAmf3:
                sink.OnMedia(new RtmpMessage(RtmpMessageType.Data, message.StreamId, message.Timestamp, RtmpData.WithoutOrder(RtmpData.Body(message))));
                break;
            case RtmpMessageType.Aggregate:
                RtmpAggregate parts = new(message);
                while (parts.TryRead(out RtmpMessage part))
                {
                    if (part.Type != RtmpMessageType.Aggregate) Deliver(part, sink);
                }

                break;
        }
    }
}
