using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs.Opus;

/// <summary>Makes units of Opus: packets, as RTP and MP4 carry them. A packet whose first bytes have no meaning is dropped and counted.</summary>
internal sealed class OpusAssembler(OpusFormat format, UnitAssemblerOptions options) : RawFrameAssembler(options)
{
    /// <inheritdoc/>
    public override TrackFormat Format => format;

    /// <inheritdoc/>
    protected override bool TryRead(ref ReadOnlySpan<byte> frame, out int duration) => OpusPacket.TryReadDuration(frame, out duration);
}
