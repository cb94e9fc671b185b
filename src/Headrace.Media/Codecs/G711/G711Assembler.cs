using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs.G711;

/// <summary>Makes units of G.711: the samples of one packet, channels interleaved. Its duration is its length.</summary>
internal sealed class G711Assembler(G711Format format, UnitAssemblerOptions options) : RawFrameAssembler(options)
{
    /// <inheritdoc/>
    public override TrackFormat Format => format;

    /// <inheritdoc/>
    protected override bool TryRead(ref ReadOnlySpan<byte> frame, out int duration)
    {
        duration = frame.Length / Math.Max(format.Channels, 1);
        return duration > 0;
    }
}
