using System.Collections.Immutable;

namespace Headrace.Protocols.Rtp.Detection;

/// <summary>The formats that are known by their bytes: the only list of them.</summary>
internal static class PayloadDetectors
{
    /// <summary>All of them; of two that are sure at the same packet the first counts.</summary>
    public static ImmutableArray<PayloadDetector> All { get; } =
    [
        new TransportStreamDetector(),
        new H264Detector(),
        new H265Detector(),
        new Av1Detector(),
        new Vp9Detector(),
        new Vp8Detector(),
        new JpegXsDetector(),
        new Ac3Detector(),
        new MpegAudioDetector(),
        new AacDetector(),
        new OpusDetector(),
    ];
}
