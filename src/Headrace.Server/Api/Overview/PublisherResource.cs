using Headrace.Streaming.Sessions;

namespace Headrace.Server.Api.Overview;

/// <summary>Who publishes a stream.</summary>
/// <param name="Session">The session's id.</param>
/// <param name="Protocol"><c>rtsp</c>, <c>srt</c>, ….</param>
/// <param name="Remote">The peer's address.</param>
/// <param name="UserAgent">What the peer says it is, or null.</param>
internal sealed record PublisherResource(Guid Session, string Protocol, string? Remote, string? UserAgent)
{
    internal static PublisherResource? Of(Session? session) => session is null ? null : new PublisherResource(session.Id, session.Protocol, session.Remote.ToString(), session.UserAgent);
}
