using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.Sending;

namespace Headrace.Protocols.Rtp.PayloadFormats.Samples;

/// <summary>Sends a unit as one packet, or, where it is too long, as several of equal size, each with the time of its first sample.</summary>
internal sealed class SamplePacketizer(SampleLayout layout, int maxPayloadBytes) : RtpPacketizer(maxPayloadBytes)
{
    /// <inheritdoc/>
    public override long ToRtpTime(AccessUnit unit) => Timebase.Rescale(unit.PresentationTime, unit.Track.ClockRate, layout.ClockRate);

    /// <inheritdoc/>
    protected override void Write(AccessUnit unit, RtpPacketWriter output)
    {
        ReadOnlySpan<byte> rest = unit.Payload.Span;
        int room = Math.Max(1, MaxPayloadBytes / layout.BlockBytes) * layout.BlockBytes;
        int count = (rest.Length + room - 1) / room;
        while (!rest.IsEmpty)
        {
            int length = Math.Min(rest.Length, (rest.Length / layout.BlockBytes + count - 1) / count * layout.BlockBytes);
            if (count == 1 || length == 0) length = rest.Length;
            rest[..length].CopyTo(output.AddPacket(length, false));
            output.Timestamp = unchecked(output.Timestamp + (uint)(length / layout.BlockBytes * layout.BlockTicks));
            rest = rest[length..];
            count--;
        }
    }
}
