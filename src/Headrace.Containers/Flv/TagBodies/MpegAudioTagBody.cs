using Headrace.Containers.Mp4;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.MpegAudio;
using Headrace.Media.Tracks;

namespace Headrace.Containers.Flv.TagBodies;

/// <summary>MP3 (FLV 10.1, E.4.2.1: formats 2 and, at 8 kHz, 14; enhanced: <c>.mp3</c>).</summary>
internal sealed class MpegAudioTagBody() : FrameTagBody(MpegAudioCodec.Syntax)
{
    private const int Mp3At8KHz = 14;
    private const byte SixteenBits = 2;

    public override Codec Codec => MpegAudioCodec.Layer3;

    public override int ClassicId => 2;

    public override FourCc? FourCc => new FourCc(".mp3"u8);

    public override bool ReadsClassic(int classicId) => classicId is 2 or Mp3At8KHz;

    // Rates that have no number are as if they had the nearest lower one: players believe the frames.
    internal override byte FlagsOf(Track track)
    {
        MpegAudioFormat format = (MpegAudioFormat)track.Format;
        int id = format.SampleRate == 8000 ? Mp3At8KHz : ClassicId;
        int rate = format.SampleRate switch { >= 44_100 => 3, >= 22_050 => 2, >= 11_025 => 1, _ => 0 };
        return (byte)(id << 4 | rate << 2 | SixteenBits | (format.Channels > 1 ? 1 : 0));
    }
}
