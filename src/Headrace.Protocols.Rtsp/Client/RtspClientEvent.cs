using System.Collections.Immutable;
using Headrace.Protocols.Rtp.Sdp;
using Headrace.Protocols.Rtsp.Headers;
using Headrace.Protocols.Rtsp.Server;

namespace Headrace.Protocols.Rtsp.Client;

/// <summary>What a client session tells its driver.</summary>
public abstract class RtspClientEvent
{
    private RtspClientEvent()
    {
    }

    /// <summary>The presentation is known: the driver chooses tracks with <see cref="RtspClientSession.SetUp"/>.</summary>
    public sealed class Described(SessionDescription presentation) : RtspClientEvent
    {
        /// <summary>What the server offers.</summary>
        public SessionDescription Presentation { get; } = presentation;
    }

    /// <summary>All tracks are set up, and PLAY is on its way: media may come from now on.</summary>
    public sealed class Starting(ImmutableArray<RtspTrackSetup> tracks) : RtspClientEvent
    {
        /// <summary>The tracks that were set up, with the transports that were agreed.</summary>
        public ImmutableArray<RtspTrackSetup> Tracks { get; } = tracks;
    }

    /// <summary>The server has begun to send.</summary>
    public sealed class Playing(RtpInfoHeader? starts) : RtspClientEvent
    {
        /// <summary>Where the tracks begin, or null where the server does not say.</summary>
        public RtpInfoHeader? Starts { get; } = starts;
    }

    /// <summary>The server takes media from now on.</summary>
    public sealed class Recording(ImmutableArray<RtspTrackSetup> tracks) : RtspClientEvent
    {
        /// <summary>The tracks that it takes, with the transports that were agreed.</summary>
        public ImmutableArray<RtspTrackSetup> Tracks { get; } = tracks;
    }

    /// <summary>The presentation is elsewhere: the driver closes the connection and goes there. The session is over.</summary>
    public sealed class Redirected(RtspLocation location) : RtspClientEvent
    {
        /// <summary>Where; its credentials are those that may be sent there.</summary>
        public RtspLocation Location { get; } = location;
    }

    /// <summary>The session is over: the driver sends what was written and closes the connection.</summary>
    public sealed class Ended(RtspClientEndReason reason, string text, RtspStatus? status = null) : RtspClientEvent
    {
        /// <summary>The one reason.</summary>
        public RtspClientEndReason Reason { get; } = reason;

        /// <summary>The same for an operator, without credentials.</summary>
        public string Text { get; } = text;

        /// <summary>What the server answered with; null where it ended for something else.</summary>
        public RtspStatus? Status { get; } = status;
    }
}
