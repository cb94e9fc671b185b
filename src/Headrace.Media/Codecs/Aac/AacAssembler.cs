using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs.Aac;

/// <summary>
/// Makes units of AAC: raw frames. An ADTS header around one (MPEG-TS, and some cameras within RTP) is taken off; it gives the format where none was announced.
/// </summary>
public sealed class AacAssembler(AacFormat? format, UnitAssemblerOptions options) : RawFrameAssembler(options)
{
    private readonly bool _isAnnounced = format is not null;
    private AacFormat? _format = format;
    private (int ObjectType, int Rate, int Channels) _said;

    /// <summary>True where the carrier says that ADTS headers are those of the core of HE-AAC.</summary>
    public bool HasBandReplication { get; init; }

    /// <inheritdoc/>
    public override TrackFormat? Format => _format;

    /// <inheritdoc/>
    protected override bool TryRead(ref ReadOnlySpan<byte> frame, out int duration)
    {
        if (AdtsHeader.TryRead(frame, out AdtsHeader header) && header.FrameLength == frame.Length)
        {
            frame = frame[header.HeaderLength..];
            Follow(header);
        }

        duration = _format?.SamplesPerFrame ?? 0;
        return _format is not null;
    }

    private void Follow(in AdtsHeader header)
    {
        (int, int, int) said = (header.ObjectType, header.SampleRate, header.ChannelConfiguration);
        if (_isAnnounced || said == _said || !header.TryGetFormat(out AacFormat? found, HasBandReplication)) return;
        (_format, _said) = (found, said);
    }
}
