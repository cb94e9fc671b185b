namespace Headrace.Media.Codecs.MpegAudio;

/// <summary>Why bytes are no frame of MPEG audio that can be carried.</summary>
public enum MpegAudioFault
{
    /// <summary>They are one.</summary>
    None,

    /// <summary>Fewer bytes than a header has.</summary>
    TooShort,

    /// <summary>No synchronisation pattern.</summary>
    NoSync,

    /// <summary>A reserved version, layer, rate or emphasis, or the forbidden bit rate.</summary>
    Reserved,

    /// <summary>A frame of free format: its header does not say its length, so that it can neither be cut out of a stream nor sent.</summary>
    FreeFormat,
}
