using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.Sending;

namespace Headrace.Protocols.Rtp.PayloadFormats.G711;

/// <summary>Sends a unit as one packet, or, where it is too long, as several of equal size, each with the time of its first sample.</summary>
internal sealed class G711Packetizer(int maxPayloadBytes, int channels) : RtpPacketizer(maxPayloadBytes)
{
    /// <inheritdoc/>
    protected override void Write(AccessUnit unit, RtpPacketWriter output)
    {
        ReadOnlySpan<byte> rest = unit.Payload.Span;
        int room = Math.Max(1, MaxPayloadBytes / channels) * channels;
        int count = (rest.Length + room - 1) / room;
        while (!rest.IsEmpty)
        {
            int length = Math.Min(rest.Length, (rest.Length / channels + count - 1) / count * channels);
            if (count == 1 || length == 0) length = rest.Length;
            rest[..length].CopyTo(output.AddPacket(length, false));
            output.Timestamp = unchecked(output.Timestamp + (uint)(length / channels));
            rest = rest[length..];
            count--;
        }
    }
}
