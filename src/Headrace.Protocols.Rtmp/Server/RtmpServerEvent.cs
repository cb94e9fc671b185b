namespace Headrace.Protocols.Rtmp.Server;

/// <summary>What a server session tells its driver.</summary>
public abstract class RtmpServerEvent
{
    private RtmpServerEvent()
    {
    }

    /// <summary>A wish that waits for the driver. Nothing more is read before it has decided.</summary>
    public abstract class Decision(RtmpStreamAddress address) : RtmpServerEvent
    {
        /// <summary>Which stream, and by what right.</summary>
        public RtmpStreamAddress Address { get; } = address;
    }

    /// <summary>The client is connected; it has been answered.</summary>
    public sealed class Connected(string? agent, RtmpCapabilities capabilities) : RtmpServerEvent
    {
        /// <summary>What it says it is (<c>flashVer</c>), or null.</summary>
        public string? Agent { get; } = agent;

        /// <summary>What it says it can do.</summary>
        public RtmpCapabilities Capabilities { get; } = capabilities;
    }

    /// <summary>The client wants to publish.</summary>
    public sealed class PublishRequested(RtmpStreamAddress address) : Decision(address);

    /// <summary>The client wants to play.</summary>
    public sealed class PlayRequested(RtmpStreamAddress address) : Decision(address);

    /// <summary>The viewer paused, or goes on. It has been answered.</summary>
    public sealed class PauseChanged(bool isPaused) : RtmpServerEvent
    {
        /// <summary>True where nothing is to be sent.</summary>
        public bool IsPaused { get; } = isPaused;
    }

    /// <summary>The client publishes or plays no longer; it may begin again.</summary>
    public sealed class Stopped : RtmpServerEvent;

    /// <summary>The connection is over: the driver sends what was written and closes it.</summary>
    public sealed class Ended(RtmpEndReason reason, RtmpFault fault = RtmpFault.None) : RtmpServerEvent
    {
        /// <summary>The one reason.</summary>
        public RtmpEndReason Reason { get; } = reason;

        /// <summary>What was wrong with the bytes, for <see cref="RtmpEndReason.Fault"/>.</summary>
        public RtmpFault Fault { get; } = fault;
    }
}
