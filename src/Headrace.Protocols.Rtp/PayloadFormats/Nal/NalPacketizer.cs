using System.Buffers.Binary;
using Headrace.Media.Bits;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.Sending;

namespace Headrace.Protocols.Rtp.PayloadFormats.Nal;

/// <summary>
/// What the payload formats of NAL units have in common: parameter sets before random access points and when they change, small NAL units
/// together in one packet, large ones in fragments of equal size, the marker on the last packet.
/// </summary>
internal abstract class NalPacketizer(int maxPayloadBytes, int nalHeaderLength) : RtpPacketizer(maxPayloadBytes)
{
    /// <summary>Bytes of length before each NAL unit of an aggregate.</summary>
    protected const int AggregateLengthSize = 2;

    private const int MaxAggregated = 32;
    private const int FuHeaderLength = 1;

    private readonly ReadOnlyMemory<byte>[] _waiting = new ReadOnlyMemory<byte>[MaxAggregated];
    private int _waitingCount;
    private int _waitingBytes;
    private ParameterSets? _lastSets;

    /// <inheritdoc/>
    protected sealed override void Write(AccessUnit unit, RtpPacketWriter output)
    {
        int payloadBytes = unit.Payload.Length;
        output.Expect(payloadBytes, payloadBytes / (MaxPayloadBytes / 2) + 8);
        ParameterSets sets = unit.Track.ParameterSets;
        if (unit.RandomAccess.IsPoint || !ReferenceEquals(sets, _lastSets))
        {
            foreach (ParameterSet set in sets.Sets) Offer(set.Nal, output);
            _lastSets = sets;
        }

        ReadOnlyMemory<byte> payload = unit.Payload.Memory;
        int at = 0;
        foreach (ReadOnlySpan<byte> nal in new NalUnits(payload.Span))
        {
            at += NalUnits.CanonicalLengthSize;
            Offer(payload.Slice(at, nal.Length), output);
            at += nal.Length;
        }

        Send(true, output);
        Array.Clear(_waiting);
    }

    /// <summary>Writes the header of an aggregate of the given NAL units; <paramref name="payload"/> begins with it.</summary>
    protected abstract void WriteAggregateHeader(ReadOnlySpan<ReadOnlyMemory<byte>> nals, Span<byte> payload);

    /// <summary>Writes the headers of a fragment of a NAL unit (<c>nalHeaderLength</c> + 1 bytes).</summary>
    protected abstract void WriteFragmentHeader(ReadOnlySpan<byte> nal, bool isFirst, bool isLast, Span<byte> payload);

    private void Offer(ReadOnlyMemory<byte> nal, RtpPacketWriter output)
    {
        if (nal.Length <= nalHeaderLength) return;
        int bytes = AggregateLengthSize + nal.Length;
        if (_waitingCount > 0 && (_waitingCount == MaxAggregated || nalHeaderLength + _waitingBytes + bytes > MaxPayloadBytes)) Send(false, output);
        _waiting[_waitingCount++] = nal;
        _waitingBytes += bytes;
    }

    private void Send(bool isLast, RtpPacketWriter output)
    {
        if (_waitingCount > 1) SendAggregate(isLast, output);
        else if (_waitingCount == 1) SendOne(_waiting[0].Span, isLast, output);
        _waitingCount = 0;
        _waitingBytes = 0;
    }

    private void SendAggregate(bool isLast, RtpPacketWriter output)
    {
        ReadOnlySpan<ReadOnlyMemory<byte>> nals = _waiting.AsSpan(0, _waitingCount);
        Span<byte> payload = output.AddPacket(nalHeaderLength + _waitingBytes, isLast);
        WriteAggregateHeader(nals, payload);
        payload = payload[nalHeaderLength..];
        foreach (ReadOnlyMemory<byte> nal in nals)
        {
            BinaryPrimitives.WriteUInt16BigEndian(payload, (ushort)nal.Length);
            nal.Span.CopyTo(payload[AggregateLengthSize..]);
            payload = payload[(AggregateLengthSize + nal.Length)..];
        }
    }

    private void SendOne(ReadOnlySpan<byte> nal, bool isLast, RtpPacketWriter output)
    {
        if (nal.Length <= MaxPayloadBytes)
        {
            nal.CopyTo(output.AddPacket(nal.Length, isLast));
            return;
        }

        // All fragments but the last have one size: segmentation offload sends such a run with one call.
        int headerLength = nalHeaderLength + FuHeaderLength;
        ReadOnlySpan<byte> rest = nal[nalHeaderLength..];
        int room = MaxPayloadBytes - headerLength;
        int count = (rest.Length + room - 1) / room;
        int size = (rest.Length + count - 1) / count;
        bool isFirst = true;
        while (!rest.IsEmpty)
        {
            int length = Math.Min(size, rest.Length);
            bool isEnd = length == rest.Length;
            Span<byte> payload = output.AddPacket(headerLength + length, isLast && isEnd);
            WriteFragmentHeader(nal, isFirst, isEnd, payload);
            rest[..length].CopyTo(payload[headerLength..]);
            rest = rest[length..];
            isFirst = false;
        }
    }
}
