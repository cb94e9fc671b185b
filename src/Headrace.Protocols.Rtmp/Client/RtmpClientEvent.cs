namespace Headrace.Protocols.Rtmp.Client;

/// <summary>What a client session tells its driver.</summary>
public abstract class RtmpClientEvent
{
    private RtmpClientEvent()
    {
    }

    /// <summary>Media may be sent, or comes.</summary>
    public sealed class Started(uint streamId, string? server, RtmpCapabilities capabilities) : RtmpClientEvent
    {
        /// <summary>The message stream of the media.</summary>
        public uint StreamId { get; } = streamId;

        /// <summary>What the server says it is (<c>fmsVer</c>), or null.</summary>
        public string? Server { get; } = server;

        /// <summary>What it says it can do.</summary>
        public RtmpCapabilities Capabilities { get; } = capabilities;
    }

    /// <summary>The session is over: the driver sends what was written and closes the connection.</summary>
    public sealed class Ended(RtmpClientEndReason reason, string text) : RtmpClientEvent
    {
        /// <summary>The one reason.</summary>
        public RtmpClientEndReason Reason { get; } = reason;

        /// <summary>The same for an operator, in one clause.</summary>
        public string Text { get; } = text;

        /// <summary>What the server said where it wants a user and a password at the next connection; see <see cref="RtmpClientSignIn"/>. Else null.</summary>
        public string? Challenge { get; init; }
    }
}
