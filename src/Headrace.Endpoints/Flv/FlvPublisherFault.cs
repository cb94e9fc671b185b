using Headrace.Streaming.Sessions;

namespace Headrace.Endpoints.Flv;

/// <summary>Why FLV, or the media of RTMP, cannot be published any longer.</summary>
/// <param name="Reason">What the session ends with.</param>
/// <param name="Text">Why, for an operator, in one clause.</param>
internal sealed record FlvPublisherFault(SessionEndReason Reason, string Text);
