using Headrace.Streaming.Sessions;

namespace Headrace.Endpoints.Publications;

/// <summary>Why what a peer sends cannot be published any longer.</summary>
/// <param name="Reason">What the session ends with.</param>
/// <param name="Text">Why, for an operator, in one clause.</param>
internal sealed record PublisherFault(SessionEndReason Reason, string Text);
