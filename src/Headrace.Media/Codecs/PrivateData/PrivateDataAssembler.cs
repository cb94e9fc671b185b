using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs.PrivateData;

/// <summary>Makes units of data that is passed on: the payload of a PES packet each. Without a format it makes none.</summary>
internal sealed class PrivateDataAssembler(PrivateDataFormat? format, UnitAssemblerOptions options) : RawFrameAssembler(options)
{
    /// <inheritdoc/>
    public override TrackFormat? Format => format;

    /// <inheritdoc/>
    protected override bool TryRead(ref ReadOnlySpan<byte> frame, out int duration)
    {
        duration = 0;
        return format is not null;
    }
}
