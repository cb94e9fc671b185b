namespace Headrace.Containers.Flv.Reading;

/// <summary>What a packet within a tag is (Enhanced RTMP v2, VideoPacketType and AudioPacketType).</summary>
public enum FlvPacketKind : byte
{
    /// <summary>The configuration of the decoder.</summary>
    SequenceStart,

    /// <summary>A frame.</summary>
    Frames,

    /// <summary>Nothing follows.</summary>
    SequenceEnd,

    /// <summary>Metadata of the picture in AMF0: what HDR needs. Also the layout of channels.</summary>
    Metadata,

    /// <summary>The configuration, as MPEG-TS has it in a descriptor.</summary>
    TsSequenceStart,

    /// <summary>Something else, which is passed over.</summary>
    Other,
}
