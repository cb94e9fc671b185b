using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs.Flac;

/// <summary>
/// Makes units of FLAC: whole frames. What was announced holds as long as frames agree with it; one that does not is of a new format. A frame whose header is broken, or says to look into
/// what nobody announced, is dropped and counted.
/// </summary>
internal sealed class FlacAssembler(FlacFormat? format, UnitAssemblerOptions options) : RawFrameAssembler(options)
{
    private FlacFormat? _format = format;

    /// <inheritdoc/>
    public override TrackFormat? Format => _format;

    /// <inheritdoc/>
    protected override bool TryRead(ref ReadOnlySpan<byte> frame, out int duration)
    {
        duration = 0;
        if (!FlacHeader.TryRead(frame, out FlacHeader header) || frame.Length < header.Length + FlacHeader.FooterLength) return false;
        if (_format?.Allows(header) != true)
        {
            if (FlacFormat.Of(header, _format) is not { } stated) return false;
            _format = stated;
        }

        duration = header.BlockSize;
        return true;
    }
}
