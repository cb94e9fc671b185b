using Headrace.Server.Api.Stats;
using Headrace.Streaming.Sessions;

namespace Headrace.Server.Api;

/// <summary>A publisher or a viewer.</summary>
/// <param name="Id">Its unguessable id.</param>
/// <param name="Protocol"><c>rtsp</c>, <c>hls</c>, ….</param>
/// <param name="Role"><c>publisher</c>, <c>viewer</c>, or <c>undecided</c>.</param>
/// <param name="Stream">The stream, or null while it is not known.</param>
/// <param name="Remote">The peer's address.</param>
/// <param name="UserAgent">What the peer says it is, or null.</param>
/// <param name="Started">When it began.</param>
/// <param name="BytesIn">Bytes received.</param>
/// <param name="BytesOut">Bytes sent.</param>
/// <param name="Skips">How often the viewer fell behind and went on at a later key frame.</param>
/// <param name="LagMs">How far behind the newest media the viewer reads, or null.</param>
/// <param name="Quality">What a viewer over UDP says of what reached it, or null.</param>
/// <param name="Link">How its connection does, where its transport measures that (SRT), or null.</param>
/// <param name="Segments">How the segments come that a publisher fetches (HLS), or null.</param>
/// <param name="EndReason">Why it ends, or null while it lives.</param>
internal sealed record SessionResource(
    Guid Id, string Protocol, string Role, string? Stream, string? Remote, string? UserAgent, DateTime Started, long BytesIn, long BytesOut, long Skips,
    double? LagMs, QualityResource? Quality, LinkResource? Link, SegmentsResource? Segments, string? EndReason)
{
    internal static SessionResource Of(Session session) => new(
        session.Id, session.Protocol, ApiWords.Of(session.Role), session.StreamName, session.Remote.ToString(), session.UserAgent, session.Started.UtcDateTime,
        session.BytesIn, session.BytesOut, session.Skips, DurationResource.Milliseconds(session.Lag), QualityResource.Of(session.Quality), LinkResource.Of(session.Link), SegmentsResource.Of(session.Segments), session.EndReason is { } reason ? ApiWords.Of(reason) : null);
}
