using Headrace.Streaming.Branches;
using Headrace.Streaming.Events;
using Headrace.Streaming.Sessions;
using Headrace.Transport.Egress;
using Headrace.Transport.Tcp;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.Connections;

/// <summary>What a connection would end with if it ended now, and the lines in the log that say what became of it. Owned by the connection's loop, except where it is said.</summary>
internal sealed class ConnectionOutcome(Session session, TcpConnection transport, EventHub events, ILogger logger)
{
    private long _bytesAtStart;

    /// <summary>Why it ends, unless somebody else ends it.</summary>
    public SessionEndReason Reason { get; set; } = SessionEndReason.ConnectionLost;

    /// <summary>Media flows from now on.</summary>
    /// <param name="isNew">False where they flowed before, and only their form changes.</param>
    public void BeginMedia(bool isNew = true)
    {
        if (isNew) _bytesAtStart = session.BytesOut;
        transport.Establish();
        Reason = SessionEndReason.ConnectionLost;
    }

    /// <summary>The peer said goodbye to publishing or viewing; the connection goes on.</summary>
    public void EndMedia()
    {
        LogEnd(SessionEndReason.Closed);
        Reason = SessionEndReason.Closed;
    }

    /// <summary>The peer does not keep to the protocol.</summary>
    /// <param name="fault">How, in a clause for an operator.</param>
    public void NoteFault(string fault)
    {
        Reason = SessionEndReason.ProtocolError;
        ConnectionLog.Fault(logger, session.Remote, fault);
    }

    /// <summary>A fault in one connection is its own end, and nobody else's.</summary>
    public void NoteException(Exception exception)
    {
        Reason = SessionEndReason.InternalError;
        ConnectionLog.Failed(logger, exception, session.Remote);
    }

    /// <summary>Nothing comes any more: the writing side may know why.</summary>
    public void NoteTransportFault()
    {
        switch (transport.Fault.IsCompleted ? transport.Fault.Result : EgressFault.PeerGone)
        {
            case EgressFault.RepliesNotRead:
                NoteFault("the peer asks and does not read the answers");
                break;
            case EgressFault.SourceFailed:
                Reason = SessionEndReason.InternalError;
                break;
        }
    }

    /// <summary>The viewer fell behind. From the pump.</summary>
    public void NoteSkip(in CursorSkip skip)
    {
        ConnectionLog.ViewerBehind(logger, session.StreamName ?? "", session.Remote, skip.BehindMs, skip.Skips);
        if (skip.IsNews && session.StreamName is { } stream) events.Publish(new ViewerTooSlow(stream, session.Id, skip.BehindMs, skip.Lost));
    }

    /// <summary>Says that publishing, viewing or the connection is over.</summary>
    public void LogEnd(SessionEndReason? reason)
    {
        if (session.Role == SessionRole.Publisher) ConnectionLog.PublisherLeft(logger, session.StreamName, session.Remote, reason);
        else if (session.Role == SessionRole.Viewer) ConnectionLog.ViewerLeft(logger, session.StreamName, session.Remote, reason, session.BytesOut - _bytesAtStart, session.Skips);
        else ConnectionLog.ConnectionEnded(logger, session.Remote, reason);
    }
}
