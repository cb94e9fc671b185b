using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs.MpegAudio;

/// <summary>Makes units of MPEG audio: frames with their headers, which say the format. What follows a frame is left off; one that is cut off, or of free format, is dropped and counted.</summary>
internal sealed class MpegAudioAssembler(MpegAudioFormat? format, UnitAssemblerOptions options) : RawFrameAssembler(options)
{
    private MpegAudioFormat? _format = format;

    /// <inheritdoc/>
    public override TrackFormat? Format => _format;

    /// <inheritdoc/>
    protected override bool TryRead(ref ReadOnlySpan<byte> frame, out int duration)
    {
        duration = 0;
        if (!MpegAudioHeader.TryRead(frame, out MpegAudioHeader header, out _) || header.FrameLength > frame.Length) return false;
        frame = frame[..header.FrameLength];
        if (_format?.Is(header) != true) _format = MpegAudioFormat.Of(header);
        duration = header.SamplesPerFrame;
        return true;
    }
}
