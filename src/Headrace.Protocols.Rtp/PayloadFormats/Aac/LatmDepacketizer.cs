using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Aac;
using Headrace.Media.Timing;
using Headrace.Protocols.Rtp.Packets;

namespace Headrace.Protocols.Rtp.PayloadFormats.Aac;

/// <summary>
/// RFC 6416, 6: an audioMuxElement a packet, or fragments of one up to the marker; the config is in the session description. An element of which a
/// piece is missing is dropped.
/// </summary>
/// <remarks>
/// <code>
/// +----------------------+-------+----------------------+-------+-----+
/// | length: 255, …, &lt; 255 | frame | length: 255, …, &lt; 255 | frame |  …  |
/// +----------------------+-------+----------------------+-------+-----+
/// </code>
/// </remarks>
internal sealed class LatmDepacketizer(UnitAssembler assembler, UnitAssemblerOptions options, LatmMuxConfig mux, int clockRate) : RtpDepacketizer(assembler)
{
    private const byte LengthGoesOn = 255;

    private readonly uint _duration = (uint)Timebase.Rescale(mux.Format.SamplesPerFrame, mux.Format.ClockRate, clockRate);
    private readonly MediaBufferWriter _element = new(options.Pool, options.Account, 2048);
    private uint _timestamp;

    /// <inheritdoc/>
    public override void Handle(in RtpPacket packet, bool isGapBefore, MonotonicTime arrival, IRtpUnitSink sink)
    {
        if (_element.Length > 0 && (isGapBefore || packet.Timestamp != _timestamp)) Drop();
        if (_element.Length + packet.Payload.Length > options.MaxUnitBytes)
        {
            TooLargeHere++;
            _element.Truncate(0);
            return;
        }

        _timestamp = packet.Timestamp;
        _element.Write(packet.Payload);
        if (!packet.HasMarker) return;
        if (IsWhole(_element.Written)) Emit(_element.Written, arrival, sink);
        else MalformedHere++;
        _element.Truncate(0);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _element.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Whether the lengths fill the element: the rest of one whose beginning was lost does not look so.</summary>
    private bool IsWhole(ReadOnlySpan<byte> element)
    {
        for (int i = 0; i < mux.Frames; i++)
        {
            if (!TryTake(ref element, out _)) return false;
        }

        return element.IsEmpty;
    }

    private void Emit(ReadOnlySpan<byte> element, MonotonicTime arrival, IRtpUnitSink sink)
    {
        for (int i = 0; i < mux.Frames && TryTake(ref element, out ReadOnlySpan<byte> frame); i++)
        {
            if (frame.IsEmpty) continue;
            Assembler.Add(frame);
            if (Assembler.TryComplete(false, out AssembledUnit unit)) sink.OnUnit(unchecked(_timestamp + (uint)i * _duration), arrival, unit);
        }
    }

    private static bool TryTake(ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> frame)
    {
        frame = default;
        int length = 0;
        int at = 0;
        do
        {
            if (at == rest.Length) return false;
            length += rest[at];
        }
        while (rest[at++] == LengthGoesOn);

        if (length > rest.Length - at) return false;
        frame = rest.Slice(at, length);
        rest = rest[(at + length)..];
        return true;
    }

    private void Drop()
    {
        MalformedHere++;
        _element.Truncate(0);
    }
}
