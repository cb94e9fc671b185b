namespace Headrace.Protocols.Rtmp;

/// <summary>One message. Its payload is valid until more is read.</summary>
public readonly ref struct RtmpMessage(RtmpMessageType type, uint streamId, uint timestamp, ReadOnlySpan<byte> payload)
{
    /// <summary>What it is; numbers beyond the known ones are as they came.</summary>
    public RtmpMessageType Type { get; } = type;

    /// <summary>The message stream; 0 for the connection.</summary>
    public uint StreamId { get; } = streamId;

    /// <summary>Milliseconds, 32 bits that wrap.</summary>
    public uint Timestamp { get; } = timestamp;

    /// <summary>The bytes behind the header.</summary>
    public ReadOnlySpan<byte> Payload { get; } = payload;
}
