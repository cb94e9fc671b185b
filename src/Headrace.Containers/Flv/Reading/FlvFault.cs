namespace Headrace.Containers.Flv.Reading;

/// <summary>What can be wrong with FLV, or with the media of RTMP.</summary>
public enum FlvFault
{
    /// <summary>It does not begin with the header of FLV.</summary>
    BadHeader,

    /// <summary>What should be a tag is none; bytes were left out until one followed.</summary>
    LostSync,

    /// <summary>The header of a tag's body ends too early, or its tracks are longer than it is.</summary>
    BadBody,

    /// <summary>A sequence header that cannot be read.</summary>
    BadSequenceHeader,

    /// <summary>Metadata that cannot be read.</summary>
    BadScript,

    /// <summary>Media is encrypted.</summary>
    Encrypted,
}
