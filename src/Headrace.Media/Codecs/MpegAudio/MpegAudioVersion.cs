namespace Headrace.Media.Codecs.MpegAudio;

/// <summary>Which standard a frame follows: it settles the sample rates.</summary>
public enum MpegAudioVersion
{
    /// <summary>ISO/IEC 11172-3: 32, 44.1 and 48 kHz.</summary>
    Mpeg1,

    /// <summary>ISO/IEC 13818-3, low sampling frequencies: 16, 22.05 and 24 kHz.</summary>
    Mpeg2,

    /// <summary>An extension that is no standard but that all decoders know: 8, 11.025 and 12 kHz.</summary>
    Mpeg25,
}
