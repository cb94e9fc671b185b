using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs.G722;

/// <summary>Makes units of G.722: any number of bytes, channels interleaved. Its duration is its length.</summary>
internal sealed class G722Assembler(G722Format format, UnitAssemblerOptions options) : RawFrameAssembler(options)
{
    /// <inheritdoc/>
    public override TrackFormat Format => format;

    /// <inheritdoc/>
    protected override bool TryRead(ref ReadOnlySpan<byte> frame, out int duration)
    {
        duration = frame.Length / format.Channels * G722Format.SamplesPerByte;
        frame = frame[..(frame.Length / format.Channels * format.Channels)];
        return duration > 0;
    }
}
