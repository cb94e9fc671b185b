namespace Headrace.Media.Codecs.MpegAudio;

/// <summary>
/// Makes frames that decode to silence: behind the header all is 0. In layers I and II no subband has bits then; in layer III the side information says that there is no main
/// data, neither here nor before (ISO/IEC 11172-3, 2.4.1.5 to 2.4.1.7).
/// </summary>
internal static class MpegAudioSilence
{
    // Kilobits a second: the least that every layer has for one and for two channels, with room for the side information of layer III at every sample rate.
    private const int BitRateOfChannel = 32;

    /// <summary>The frame for a format.</summary>
    public static SilentFrame Of(MpegAudioFormat format)
    {
        MpegAudioHeader header = new(format.Version, format.Layer, HasCrc: false, BitRateOfChannel * format.Channels, format.SampleRate, HasPadding: false, format.Channels);
        byte[] frame = new byte[header.FrameLength];
        header.Write(frame);
        return new SilentFrame(frame, format.SamplesPerFrame);
    }
}
