namespace Headrace.Containers.Flv;

/// <summary>What a tag of FLV, or a message of RTMP, holds: both have the same numbers (FLV 10.1, E.4.1; RTMP 1.0, 7.1).</summary>
public enum FlvTagType : byte
{
    /// <summary>Sound.</summary>
    Audio = 8,

    /// <summary>Pictures.</summary>
    Video = 9,

    /// <summary>A name and values in AMF0: <c>onMetaData</c>.</summary>
    Script = 18,
}
