using Headrace.Streaming.Sessions;

namespace Headrace.Streaming.Events;

/// <summary>Somebody views no more.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="Session">The viewer's session.</param>
/// <param name="Protocol">The protocol, lower case.</param>
/// <param name="Address">The viewer's address.</param>
/// <param name="Reason">Why it ended.</param>
/// <param name="Bytes">Bytes sent to that viewer since the join; of HLS the playlists.</param>
/// <param name="Duration">Seconds since the join.</param>
public sealed record ViewerLeft(string Stream, Guid? Session, string Protocol, string? Address, SessionEndReason Reason, long Bytes, double Duration) : MediaEvent(Stream, Session)
{
    /// <summary>Its kind.</summary>
    public static readonly EventType Description = new("viewer-left");

    /// <inheritdoc/>
    public override EventType Type => Description;
}
