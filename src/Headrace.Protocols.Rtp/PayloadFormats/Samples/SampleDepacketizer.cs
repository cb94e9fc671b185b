using Headrace.Media.Codecs;
using Headrace.Media.Timing;
using Headrace.Protocols.Rtp.Packets;

namespace Headrace.Protocols.Rtp.PayloadFormats.Samples;

/// <summary>
/// Makes units of samples that need no frames. Studios send packets of a millisecond and less: those that follow each other sample for sample are put together until
/// <see cref="LeastMilliseconds"/> of them are there. A hole damages nothing; it ends the unit before it.
/// </summary>
internal sealed class SampleDepacketizer(UnitAssembler assembler, SampleLayout layout) : RtpDepacketizer(assembler)
{
    /// <summary>What a unit lasts at least while nothing is lost: longer than what any path needs to send it, shorter than anyone notices.</summary>
    public const int LeastMilliseconds = 8;

    private readonly int _least = (int)Math.Min(MaxHeldBytes, (long)layout.ClockRate * LeastMilliseconds / 1000 / layout.BlockTicks * layout.BlockBytes);
    private byte[] _held = [];
    private int _length;
    private uint _timestamp;
    private MonotonicTime _lastArrival;

    /// <summary>Bytes that are put together at most; a packet alone may have more.</summary>
    private const int MaxHeldBytes = 32 * 1024;

    /// <inheritdoc/>
    public override void Handle(in RtpPacket packet, bool isGapBefore, MonotonicTime arrival, IRtpUnitSink sink)
    {
        ReadOnlySpan<byte> payload = packet.Payload;
        if (payload.IsEmpty) return;
        bool follows = !isGapBefore && packet.Timestamp == unchecked(_timestamp + (uint)(_length / layout.BlockBytes * layout.BlockTicks));
        if (_length > 0 && (!follows || _length + payload.Length > MaxHeldBytes)) Flush(sink);
        _lastArrival = arrival;
        if (_length == 0)
        {
            _timestamp = packet.Timestamp;
            if (payload.Length >= _least || payload.Length % layout.BlockBytes != 0)
            {
                Complete(payload, sink);
                return;
            }
        }

        Hold(payload);
        if (_length >= _least || _length % layout.BlockBytes != 0) Flush(sink);
    }

    /// <inheritdoc/>
    public override void HandleTimeout(MonotonicTime now, TimeSpan limit, IRtpUnitSink sink)
    {
        if (_length > 0 && now - _lastArrival > limit) Flush(sink);
    }

    /// <inheritdoc/>
    public override void Flush(IRtpUnitSink sink)
    {
        if (_length == 0) return;
        int length = _length;
        _length = 0;
        Complete(_held.AsSpan(0, length), sink);
    }

    private void Hold(ReadOnlySpan<byte> payload)
    {
        if (_held.Length < _length + payload.Length) Array.Resize(ref _held, Math.Max(_least, _length + payload.Length));
        payload.CopyTo(_held.AsSpan(_length));
        _length += payload.Length;
    }

    private void Complete(ReadOnlySpan<byte> samples, IRtpUnitSink sink)
    {
        Assembler.Add(samples);
        if (Assembler.TryComplete(false, out AssembledUnit unit)) sink.OnUnit(_timestamp, _lastArrival, unit);
    }
}
