using Headrace.Streaming.Sessions;

namespace Headrace.Endpoints.MpegTs;

/// <summary>Why a transport stream cannot be published any longer.</summary>
/// <param name="Reason">What the session ends with.</param>
/// <param name="Text">Why, for an operator, in one clause.</param>
internal sealed record TsPublisherFault(SessionEndReason Reason, string Text);
