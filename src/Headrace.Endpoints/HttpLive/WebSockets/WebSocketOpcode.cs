namespace Headrace.Endpoints.HttpLive.WebSockets;

/// <summary>What a frame is (RFC 6455, 5.2).</summary>
internal enum WebSocketOpcode : byte
{
    /// <summary>More of a message.</summary>
    Continuation = 0,

    /// <summary>Text.</summary>
    Text = 1,

    /// <summary>Bytes.</summary>
    Binary = 2,

    /// <summary>The end, which is answered.</summary>
    Close = 8,

    /// <summary>Asks for an answer.</summary>
    Ping = 9,

    /// <summary>The answer.</summary>
    Pong = 10,
}
