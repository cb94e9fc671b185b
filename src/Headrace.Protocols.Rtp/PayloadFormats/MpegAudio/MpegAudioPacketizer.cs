using System.Buffers.Binary;
using Headrace.Media.Codecs.MpegAudio;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.Sending;

namespace Headrace.Protocols.Rtp.PayloadFormats.MpegAudio;

/// <summary>RFC 2250, 3.5: a frame a packet, or those that were held together in one; one that is too large in fragments of equal size, each with its offset.</summary>
internal sealed class MpegAudioPacketizer(MpegAudioFormat format, int clockRate, int maxPayloadBytes) : RtpPacketizer(maxPayloadBytes)
{
    private MpegAudioAggregate? _held;

    /// <inheritdoc/>
    public override long ToRtpTime(AccessUnit unit) => Timebase.Rescale(unit.PresentationTime, unit.Track.ClockRate, clockRate);

    /// <inheritdoc/>
    public override bool TryHold(AccessUnit unit, RtpPacketWriter output)
    {
        _held ??= new MpegAudioAggregate(MaxPayloadBytes);
        uint timestamp = output.Sender.ToRtpTimestamp(ToRtpTime(unit));
        if (_held.TryAdd(unit, format.SamplesPerFrame, timestamp)) return true;
        WriteHeld(output);
        return _held.TryAdd(unit, format.SamplesPerFrame, timestamp);
    }

    /// <inheritdoc/>
    public override void WriteHeld(RtpPacketWriter output) => _held?.Write(output);

    /// <inheritdoc/>
    protected override void Write(AccessUnit unit, RtpPacketWriter output)
    {
        ReadOnlySpan<byte> frame = unit.Payload.Span;
        if (frame.Length > ushort.MaxValue)
        {
            Dropped++;
            return;
        }

        int room = MaxPayloadBytes - MpegAudioPayload.HeaderLength;
        int count = (frame.Length + room - 1) / room;
        for (int offset = 0; offset < frame.Length;)
        {
            int length = (frame.Length - offset + count - 1) / count--;
            Span<byte> payload = output.AddPacket(MpegAudioPayload.HeaderLength + length, false);
            BinaryPrimitives.WriteUInt32BigEndian(payload, (uint)offset);
            frame.Slice(offset, length).CopyTo(payload[MpegAudioPayload.HeaderLength..]);
            offset += length;
        }
    }
}
