using Headrace.Protocols.Rtmp.Server;

namespace Headrace.Endpoints.Rtmp;

/// <summary>Why somebody may not do what he wants.</summary>
/// <param name="Refusal">As a code.</param>
/// <param name="Detail">As a clause, for him and for the log.</param>
internal sealed record RtmpVerdict(RtmpRefusal Refusal, string Detail);
