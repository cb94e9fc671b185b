using Headrace.Streaming.Inputs;

namespace Headrace.Server.Api;

/// <summary>One of the inputs of a stream.</summary>
/// <param name="Label">Its name within the stream.</param>
/// <param name="Url">What it is, without credentials; <c>publisher</c> for who comes unasked.</param>
/// <param name="Priority">Its rank: the lowest that has media feeds the stream.</param>
/// <param name="OnDemand">True when it runs only while somebody reads.</param>
/// <param name="State"><c>active</c> while it feeds the stream, <c>standby</c> while its media is passed over, <c>connecting</c>, <c>inactive</c> or <c>error</c>.</param>
/// <param name="Since">Since when it is in that state.</param>
/// <param name="Tries">Tries since media came last, the one that runs included; 0 while media comes.</param>
/// <param name="LastError">What went wrong last, for people, or null.</param>
/// <param name="LastErrorCause">The same for programs: <c>nameUnknown</c>, <c>portClosed</c>, <c>noAnswer</c>, <c>unauthorized</c>, <c>wrongPassphrase</c>, <c>untrusted</c>, <c>notFound</c>, <c>turnedAway</c>, <c>protocolError</c>, <c>notMedia</c>, <c>noMedia</c>, <c>connectionLost</c>, <c>programFailed</c>, <c>notAllowed</c>, <c>publisherGone</c>, else <c>unknown</c>; or null.</param>
/// <param name="Breaker"><c>closed</c> while tries follow each other, <c>open</c> while it is left alone, <c>halfOpen</c> during the one try behind that; null for a publisher.</param>
internal sealed record InputResource(string Label, string Url, int Priority, bool OnDemand, string State, DateTime Since, int Tries, string? LastError, string? LastErrorCause, string? Breaker)
{
    internal static InputResource Of(InputSnapshot input) => new(
        input.Label, input.Description, input.Priority, input.IsOnDemand, ApiWords.Of(input.State), input.Since.UtcDateTime, input.Tries, input.LastError,
        input.LastErrorCause is { } cause ? ApiWords.Of(cause) : null,
        input.Breaker is { } breaker ? ApiWords.Of(breaker) : null);
}
