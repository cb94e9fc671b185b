using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs.LinearPcm;

/// <summary>Makes units of linear PCM: any number of samples, of all channels each. Its duration is its length; bytes behind the last whole sample are left off.</summary>
internal sealed class LinearPcmAssembler(LinearPcmFormat format, UnitAssemblerOptions options) : RawFrameAssembler(options)
{
    /// <inheritdoc/>
    public override TrackFormat Format => format;

    /// <inheritdoc/>
    protected override bool TryRead(ref ReadOnlySpan<byte> frame, out int duration)
    {
        duration = frame.Length / format.BlockBytes;
        frame = frame[..(duration * format.BlockBytes)];
        return duration > 0;
    }
}
