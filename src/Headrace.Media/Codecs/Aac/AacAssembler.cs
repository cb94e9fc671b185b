using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs.Aac;

/// <summary>Makes units of AAC: raw frames. An ADTS header around one (some cameras send it within RTP) is taken off; it gives the format where none is known.</summary>
public sealed class AacAssembler(AacFormat? format, UnitAssemblerOptions options) : RawFrameAssembler(options)
{
    private AacFormat? _format = format;

    /// <inheritdoc/>
    public override TrackFormat? Format => _format;

    /// <inheritdoc/>
    protected override bool TryRead(ref ReadOnlySpan<byte> frame, out int duration)
    {
        if (AdtsHeader.TryRead(frame, out AdtsHeader header) && header.FrameLength == frame.Length)
        {
            frame = frame[header.HeaderLength..];
            if (_format is null && header.TryGetFormat(out AacFormat? found)) _format = found;
        }

        duration = _format?.SamplesPerFrame ?? 0;
        return _format is not null;
    }
}
