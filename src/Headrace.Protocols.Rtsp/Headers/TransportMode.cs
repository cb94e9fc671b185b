namespace Headrace.Protocols.Rtsp.Headers;

/// <summary>What a transport is for.</summary>
public enum TransportMode : byte
{
    /// <summary>The server sends.</summary>
    Play,

    /// <summary>The client sends.</summary>
    Record,
}
