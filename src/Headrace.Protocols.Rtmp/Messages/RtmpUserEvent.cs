namespace Headrace.Protocols.Rtmp.Messages;

/// <summary>Events of the user's control (RTMP 1.0, 7.1.7).</summary>
internal enum RtmpUserEvent : ushort
{
    StreamBegin = 0,
    StreamEof = 1,
    StreamDry = 2,
    SetBufferLength = 3,
    StreamIsRecorded = 4,
    PingRequest = 6,
    PingResponse = 7,
}
