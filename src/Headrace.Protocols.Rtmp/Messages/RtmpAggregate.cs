using System.Buffers.Binary;

namespace Headrace.Protocols.Rtmp.Messages;

/// <summary>The messages in an aggregate (RTMP 1.0, 7.1.6), laid out as tags of FLV. Its own timestamp is that of the first; the others lie as far behind it as they say.</summary>
internal ref struct RtmpAggregate(RtmpMessage aggregate)
{
    private const int HeaderBytes = 11;
    private const int BackPointerBytes = 4;

    private readonly uint _streamId = aggregate.StreamId;
    private readonly uint _timestamp = aggregate.Timestamp;
    private ReadOnlySpan<byte> _rest = aggregate.Payload;
    private uint? _first;

    /// <summary>The next message; false at the end, and where what is left is none.</summary>
    public bool TryRead(out RtmpMessage message)
    {
        message = default;
        if (_rest.Length < HeaderBytes) return false;
        int length = (_rest[1] << 16) | BinaryPrimitives.ReadUInt16BigEndian(_rest[2..]);
        uint time = (uint)((_rest[7] << 24) | (_rest[4] << 16) | BinaryPrimitives.ReadUInt16BigEndian(_rest[5..]));
        if (_rest.Length < HeaderBytes + length) return false;
        _first ??= time;
        message = new RtmpMessage((RtmpMessageType)_rest[0], _streamId, _timestamp + time - _first.Value, _rest.Slice(HeaderBytes, length));
        _rest = _rest[Math.Min(_rest.Length, HeaderBytes + length + BackPointerBytes)..];
        return true;
    }
}
