using System.Buffers.Binary;
using Headrace.Media.Bits;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Aac;
using Headrace.Media.Timing;
using Headrace.Protocols.Rtp.Packets;

namespace Headrace.Protocols.Rtp.PayloadFormats.Aac;

/// <summary>
/// RFC 3640: one or more whole access units in a packet, or a fragment of one. A unit of which a fragment is missing is dropped; holes
/// damage nothing else. Units go out in the order in which they lie in the packet.
/// </summary>
/// <remarks>
/// <code>
/// +----------------+------------+-----+-----------+------------+------+
/// | AU headers len | AU header  |  …  | auxiliary | AU         |  …   |
/// | (bits, 16)     | size,index |     | (if any)  |            |      |
/// +----------------+------------+-----+-----------+------------+------+
/// </code>
/// </remarks>
internal sealed class AacDepacketizer(UnitAssembler assembler, UnitAssemblerOptions options, AacPayloadParameters parameters, int clockRate) : RtpDepacketizer(assembler)
{
    /// <summary>Greatest number of units in a packet; more are dropped.</summary>
    public const int MaxUnits = 256;

    private const int HeadersLengthSize = 2;
    private const int HighBitRateHeaderSize = 2;

    private readonly MediaBufferWriter _fragments = new(options.Pool, options.Account, 2048);
    private readonly (int Size, int Position)[] _units = new (int, int)[MaxUnits];
    private int _fragmentSize;
    private uint _fragmentTimestamp;

    /// <inheritdoc/>
    public override void Handle(in RtpPacket packet, bool isGapBefore, MonotonicTime arrival, IRtpUnitSink sink)
    {
        ReadOnlySpan<byte> payload = packet.Payload;
        if (isGapBefore || packet.Timestamp != _fragmentTimestamp) DropFragment();
        if (payload.IsEmpty) return;
        if (!TryReadHeaders(payload, out int count, out int headersLength))
        {
            MalformedHere++;
            return;
        }

        payload = payload[headersLength..];
        if (count == 1 && _units[0].Size > payload.Length)
        {
            AddFragment(payload, packet.Timestamp, arrival, sink);
            return;
        }

        DropFragment();
        for (int i = 0; i < count; i++)
        {
            (int size, int position) = _units[i];
            if (size > payload.Length)
            {
                MalformedHere++;
                return;
            }

            uint offset = position == 0 ? 0 : unchecked((uint)position * Duration);
            Emit(payload[..size], unchecked(packet.Timestamp + offset), arrival, sink);
            payload = payload[size..];
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _fragments.Dispose();
        base.Dispose(disposing);
    }

    private uint Duration => parameters.ConstantDuration > 0
        ? (uint)parameters.ConstantDuration
        : Assembler.Format is AacFormat format ? (uint)Timebase.Rescale(format.SamplesPerFrame, format.ClockRate, clockRate) : 0;

    private bool TryReadHeaders(ReadOnlySpan<byte> payload, out int count, out int length)
    {
        if (!parameters.HasHeaders) return TryDivide(payload.Length, out count, out length);
        count = 0;
        length = 0;
        if (payload.Length < HeadersLengthSize) return false;
        int bits = BinaryPrimitives.ReadUInt16BigEndian(payload);
        int bytes = (bits + 7) / 8;
        payload = payload[HeadersLengthSize..];
        if (bytes > payload.Length) return false;
        length = HeadersLengthSize + bytes;
        if (parameters.IsHighBitRate) return TryReadHighBitRate(payload[..bytes], out count);

        int limit = payload.Length - bytes;
        if (!TryReadGeneric(payload[..bytes], bits, limit, out count)) return false;
        return TrySkipAuxiliary(payload[bytes..], ref length);
    }

    private bool TryReadHighBitRate(ReadOnlySpan<byte> headers, out int count)
    {
        count = 0;
        int position = 0;
        while (headers.Length >= HighBitRateHeaderSize && count < MaxUnits)
        {
            int header = BinaryPrimitives.ReadUInt16BigEndian(headers);
            position += (header & 7) + (count == 0 ? 0 : 1);
            _units[count++] = (header >> 3, position);
            headers = headers[HighBitRateHeaderSize..];
        }

        return count > 0;
    }

    private bool TryReadGeneric(ReadOnlySpan<byte> headers, int bits, int payloadLength, out int count)
    {
        count = 0;
        BitReader reader = new(headers);
        int position = 0;
        while (reader.Position < bits && count < MaxUnits)
        {
            int before = reader.Position;
            uint size = parameters.SizeLength > 0 ? reader.Read(parameters.SizeLength) : parameters.ConstantSize > 0 ? (uint)parameters.ConstantSize : (uint)payloadLength;
            position += count == 0 ? (int)reader.Read(parameters.IndexLength) : (int)reader.Read(parameters.IndexDeltaLength) + 1;
            if (parameters.CtsDeltaLength > 0 && reader.ReadFlag()) reader.Read(parameters.CtsDeltaLength);
            if (parameters.DtsDeltaLength > 0 && reader.ReadFlag()) reader.Read(parameters.DtsDeltaLength);
            if (parameters.HasRandomAccessFlag) reader.ReadFlag();
            reader.Read(parameters.StreamStateLength);

            // A header of no bits would never end; so would one that is cut off.
            if (reader.HasFailed || reader.Position == before || size > int.MaxValue) return count > 0;
            _units[count++] = ((int)size, position);
        }

        return count > 0;
    }

    private bool TrySkipAuxiliary(ReadOnlySpan<byte> rest, ref int length)
    {
        if (parameters.AuxiliarySizeLength == 0) return true;
        BitReader reader = new(rest);
        long bits = parameters.AuxiliarySizeLength + (long)reader.Read(parameters.AuxiliarySizeLength);
        long bytes = (bits + 7) / 8;
        if (reader.HasFailed || bytes > rest.Length) return false;
        length += (int)bytes;
        return true;
    }

    // 3.2.1: without AU headers the payload is units of a constant size, or one unit.
    private bool TryDivide(int payloadLength, out int count, out int length)
    {
        length = 0;
        int size = parameters.ConstantSize > 0 ? parameters.ConstantSize : payloadLength;
        count = Math.Clamp(payloadLength / size, 1, MaxUnits);
        for (int i = 0; i < count; i++) _units[i] = (size, i);
        return true;
    }

    // 3.2.3: every fragment carries the size of the whole.
    private void AddFragment(ReadOnlySpan<byte> fragment, uint timestamp, MonotonicTime arrival, IRtpUnitSink sink)
    {
        int size = _units[0].Size;
        if (_fragments.Length > 0 && size != _fragmentSize) DropFragment();
        if (size > options.MaxUnitBytes)
        {
            TooLargeHere++;
            _fragments.Truncate(0);
            return;
        }

        if (fragment.Length > size - _fragments.Length)
        {
            MalformedHere++;
            DropFragment();
            return;
        }

        _fragmentSize = size;
        _fragmentTimestamp = timestamp;
        _fragments.Write(fragment);
        if (_fragments.Length < size) return;
        Emit(_fragments.Written, timestamp, arrival, sink);
        _fragments.Truncate(0);
    }

    private void DropFragment()
    {
        if (_fragments.Length == 0) return;
        MalformedHere++;
        _fragments.Truncate(0);
    }

    private void Emit(ReadOnlySpan<byte> frame, uint timestamp, MonotonicTime arrival, IRtpUnitSink sink)
    {
        if (frame.IsEmpty) return;
        Assembler.Add(frame);
        if (Assembler.TryComplete(false, out AssembledUnit unit)) sink.OnUnit(timestamp, arrival, unit);
    }
}
