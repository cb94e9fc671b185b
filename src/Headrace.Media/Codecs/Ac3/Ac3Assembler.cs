using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs.Ac3;

/// <summary>Makes units of AC-3: frames, which say the format. What follows a frame is left off; one that is cut off is dropped and counted.</summary>
internal sealed class Ac3Assembler(Ac3Format? format, UnitAssemblerOptions options) : RawFrameAssembler(options)
{
    private Ac3Format? _format = format;

    /// <inheritdoc/>
    public override TrackFormat? Format => _format;

    /// <inheritdoc/>
    protected override bool TryRead(ref ReadOnlySpan<byte> frame, out int duration)
    {
        duration = Ac3Header.SamplesPerFrame;
        if (!Ac3Header.TryRead(frame, out Ac3Header header) || header.FrameLength > frame.Length) return false;
        frame = frame[..header.FrameLength];
        if (_format?.Is(header) != true) _format = Ac3Format.Of(header);
        return true;
    }
}
