using Headrace.Media.Bits;
using Headrace.Media.Codecs.Av1;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.Sending;

namespace Headrace.Protocols.Rtp.PayloadFormats.Av1;

/// <summary>
/// Cuts temporal units into packets (RTP Payload Format For AV1, 5): sizes are left out of the units, small ones go together in one packet, a large one in
/// fragments of equal size; the marker is on the last packet, and N on the first of a key frame.
/// </summary>
internal sealed class Av1Packetizer(int maxPayloadBytes) : RtpPacketizer(maxPayloadBytes)
{
    private const int MaxAggregated = 32;

    private readonly Element[] _waiting = new Element[MaxAggregated];
    private int _waitingCount;
    private int _waitingBytes;
    private byte _flags;

    /// <inheritdoc/>
    protected override void Write(AccessUnit unit, RtpPacketWriter output)
    {
        ReadOnlySpan<byte> payload = unit.Payload.Span;
        output.Expect(payload.Length, payload.Length / (MaxPayloadBytes / 2) + 8);
        _flags = unit.RandomAccess == RandomAccess.Idr ? Av1Payload.NewSequence : (byte)0;
        int at = 0;
        while (Av1Obu.TryRead(payload[at..], out Av1Obu obu, out int length))
        {
            at += length;
            Offer(new Element(obu.First, obu.Extension, at - obu.Payload.Length, obu.Payload.Length), payload, output);
        }

        Send(payload, true, output);
    }

    private void Offer(Element element, ReadOnlySpan<byte> unit, RtpPacketWriter output)
    {
        int bytes = Leb128.LengthOf((uint)element.Length) + element.Length;
        if (_waitingCount > 0 && (_waitingCount == MaxAggregated || Av1Payload.HeaderLength + _waitingBytes + bytes > MaxPayloadBytes)) Send(unit, false, output);
        _waiting[_waitingCount++] = element;
        _waitingBytes += bytes;
    }

    private void Send(ReadOnlySpan<byte> unit, bool isLast, RtpPacketWriter output)
    {
        if (_waitingCount == 1) SendOne(_waiting[0], unit, isLast, output);
        else if (_waitingCount > 1) SendAggregate(unit, isLast, output);
        _waitingCount = 0;
        _waitingBytes = 0;
    }

    private void SendAggregate(ReadOnlySpan<byte> unit, bool isLast, RtpPacketWriter output)
    {
        ReadOnlySpan<Element> elements = _waiting.AsSpan(0, _waitingCount);
        bool isCounted = elements.Length <= Av1Payload.MaxCounted;
        int unsaid = isCounted ? Leb128.LengthOf((uint)elements[^1].Length) : 0;
        Span<byte> packet = output.AddPacket(Av1Payload.HeaderLength + _waitingBytes - unsaid, isLast);
        packet[0] = TakeFlags((byte)(isCounted ? Av1Payload.Count(elements.Length) : 0));
        packet = packet[Av1Payload.HeaderLength..];
        for (int i = 0; i < elements.Length; i++)
        {
            if (!isCounted || i < elements.Length - 1) packet = packet[Leb128.Write(packet, (uint)elements[i].Length)..];
            elements[i].Copy(unit, 0, packet[..elements[i].Length]);
            packet = packet[elements[i].Length..];
        }
    }

    private void SendOne(Element element, ReadOnlySpan<byte> unit, bool isLast, RtpPacketWriter output)
    {
        // All fragments but the last have one size: segmentation offload sends such a run with one call.
        int room = MaxPayloadBytes - Av1Payload.HeaderLength;
        int count = (element.Length + room - 1) / room;
        int size = (element.Length + count - 1) / count;
        for (int at = 0; at < element.Length; at += size)
        {
            int length = Math.Min(size, element.Length - at);
            bool isEnd = at + length == element.Length;
            Span<byte> packet = output.AddPacket(Av1Payload.HeaderLength + length, isLast && isEnd);
            int header = Av1Payload.Count(1) | (at > 0 ? Av1Payload.ContinuesLast : 0) | (isEnd ? 0 : Av1Payload.GoesOn);
            packet[0] = TakeFlags((byte)header);
            element.Copy(unit, at, packet.Slice(Av1Payload.HeaderLength, length));
        }
    }

    // N is for the first packet alone.
    private byte TakeFlags(byte header)
    {
        byte all = (byte)(header | _flags);
        _flags = 0;
        return all;
    }

    /// <summary>A unit without its size: its header, and where in the temporal unit its payload lies.</summary>
    private readonly record struct Element(byte First, byte Extension, int PayloadAt, int PayloadLength)
    {
        public int Length => HeaderLength + PayloadLength;

        private int HeaderLength => (First & Av1Obu.HasExtensionBit) != 0 ? 2 : 1;

        /// <summary>Copies bytes from an offset on.</summary>
        public void Copy(ReadOnlySpan<byte> unit, int from, Span<byte> destination)
        {
            ReadOnlySpan<byte> header = [(byte)(First & ~Av1Obu.HasSizeBit), Extension];
            header = header[Math.Min(from, HeaderLength)..HeaderLength];
            header = header[..Math.Min(header.Length, destination.Length)];
            header.CopyTo(destination);
            int at = PayloadAt + Math.Max(0, from - HeaderLength);
            unit.Slice(at, destination.Length - header.Length).CopyTo(destination[header.Length..]);
        }
    }
}
