using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Eac3;
using Headrace.Media.Timing;
using Headrace.Protocols.Rtp.PayloadFormats.SyncFrames;

namespace Headrace.Protocols.Rtp.PayloadFormats.Eac3;

/// <summary>
/// Takes E-AC-3 (RFC 4598): a unit ends when it has as many frames as the one before it, else when the next one begins. One within which packets are missing is damaged.
/// </summary>
internal sealed class Eac3Depacketizer(Eac3Assembler assembler, UnitAssemblerOptions options) : SyncFrameDepacketizer(assembler, options, Eac3Codec.Syntax)
{
    private uint _timestamp;
    private MonotonicTime _arrival;
    private bool _isDamaged;

    /// <inheritdoc/>
    public override void HandleTimeout(MonotonicTime now, TimeSpan limit, IRtpUnitSink sink)
    {
        if (assembler.IsEmpty || now - _arrival <= limit) return;
        Flush(sink);
    }

    /// <inheritdoc/>
    public override void Flush(IRtpUnitSink sink)
    {
        if (assembler.IsEmpty) return;
        bool isDamaged = _isDamaged;
        _isDamaged = false;
        if (assembler.TryComplete(isDamaged, out AssembledUnit unit)) sink.OnUnit(_timestamp, _arrival, unit);
    }

    protected override bool? BeginsFrame(int type) => null;

    protected override void OnGap(IRtpUnitSink sink) => _isDamaged = !assembler.IsEmpty;

    protected override void TakeFrame(ReadOnlySpan<byte> frame, uint timestamp, MonotonicTime arrival, IRtpUnitSink sink)
    {
        if (assembler.BeginsNext(frame)) Flush(sink);
        if (assembler.IsEmpty) _timestamp = timestamp;
        _arrival = arrival;
        assembler.Add(frame);
        if (assembler.IsWhole) Flush(sink);
    }
}
