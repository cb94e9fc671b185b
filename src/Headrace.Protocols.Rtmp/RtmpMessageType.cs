namespace Headrace.Protocols.Rtmp;

/// <summary>What a message is (RTMP 1.0, 5.4, 7.1).</summary>
public enum RtmpMessageType : byte
{
    None = 0,
    SetChunkSize = 1,
    Abort = 2,
    Acknowledgement = 3,
    UserControl = 4,
    WindowAcknowledgementSize = 5,
    SetPeerBandwidth = 6,
    Audio = 8,
    Video = 9,

    /// <summary>Metadata in AMF3: a byte 0, and then as in AMF0.</summary>
    DataAmf3 = 15,

    /// <summary>A command in AMF3: a byte 0, and then as in AMF0.</summary>
    CommandAmf3 = 17,

    /// <summary>Metadata in AMF0.</summary>
    Data = 18,

    /// <summary>A command in AMF0.</summary>
    Command = 20,

    /// <summary>Several messages in one, as FLV tags.</summary>
    Aggregate = 22,
}
