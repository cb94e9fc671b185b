namespace Headrace.Protocols.Rtsp.Headers;

/// <summary>What a transport is for.</summary>
public enum TransportMode : byte
{
    Play,
    Record,
}
