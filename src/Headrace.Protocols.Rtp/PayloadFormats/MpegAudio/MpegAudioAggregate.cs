using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.Sending;

namespace Headrace.Protocols.Rtp.PayloadFormats.MpegAudio;

/// <summary>Whole frames that follow each other and wait to go in one packet (RFC 2250, 3.5), at most a packet's payload of them. Single-threaded; allocates nothing.</summary>
internal sealed class MpegAudioAggregate(int maxPayloadBytes)
{
    /// <summary>How far, in parts of a second, a frame may be from where the duration of those before puts it: receivers count durations from the first one's timestamp.</summary>
    private const int Tolerance = 500;

    private readonly byte[] _frames = new byte[maxPayloadBytes - MpegAudioPayload.HeaderLength];
    private int _length;
    private uint _timestamp;
    private long _next;

    /// <summary>Adds a frame of <paramref name="duration"/> ticks; false when it has no room, or does not follow the one before.</summary>
    public bool TryAdd(AccessUnit unit, int duration, uint timestamp)
    {
        ReadOnlySpan<byte> frame = unit.Payload.Span;
        if (frame.Length > _frames.Length - _length) return false;
        if (_length == 0) (_timestamp, _next) = (timestamp, unit.PresentationTime);
        else if (Math.Abs(unit.PresentationTime - _next) * Tolerance > unit.Track.ClockRate) return false;
        frame.CopyTo(_frames.AsSpan(_length));
        _length += frame.Length;
        _next += duration;
        return true;
    }

    /// <summary>Writes the packet of what waits.</summary>
    public void Write(RtpPacketWriter output)
    {
        if (_length == 0) return;
        output.Timestamp = _timestamp;
        Span<byte> payload = output.AddPacket(MpegAudioPayload.HeaderLength + _length, false);
        payload[..MpegAudioPayload.HeaderLength].Clear();
        _frames.AsSpan(0, _length).CopyTo(payload[MpegAudioPayload.HeaderLength..]);
        _length = 0;
    }
}
