namespace Headrace.TestKit.Clips;

/// <summary>How a clip's tone is coded.</summary>
public enum AudioCodec
{
    /// <summary>The clip is silent: it has no audio track.</summary>
    None,

    /// <summary>AAC-LC, 48 kHz, stereo.</summary>
    Aac,

    /// <summary>Opus, 48 kHz, stereo.</summary>
    Opus,

    /// <summary>G.711 µ-law, 8 kHz, mono.</summary>
    Pcmu,

    /// <summary>G.711 A-law, 8 kHz, mono.</summary>
    Pcma,

    /// <summary>MP3, 48 kHz, stereo.</summary>
    Mp3,

    /// <summary>MPEG audio layer II, 48 kHz, stereo.</summary>
    Mp2,

    /// <summary>AC-3, 48 kHz, 5.1.</summary>
    Ac3,

    /// <summary>E-AC-3, 48 kHz, 5.1.</summary>
    Eac3,

    /// <summary>FLAC, 48 kHz, stereo, 16 bits.</summary>
    Flac,
}
