using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs.G726;

/// <summary>Makes units of G.726: the codes of any number of bytes. Its duration is what whole codes there are; RFC 3551 has packets of whole octets.</summary>
internal sealed class G726Assembler(G726Format format, UnitAssemblerOptions options) : RawFrameAssembler(options)
{
    /// <inheritdoc/>
    public override TrackFormat Format => format;

    /// <inheritdoc/>
    protected override bool TryRead(ref ReadOnlySpan<byte> frame, out int duration)
    {
        duration = (int)((long)frame.Length * 8 / format.BitsPerSample);
        return duration > 0;
    }
}
