namespace Headrace.Manifests.Hls.Client;

/// <summary>Why something was not got.</summary>
/// <param name="Kind">What it means for asking again.</param>
/// <param name="Text">Why, for an operator, in one clause: <c>it answered 404</c>.</param>
public sealed record HlsFetchFault(HlsFetchFaultKind Kind, string Text);

/// <summary>What a fault means for asking again.</summary>
public enum HlsFetchFaultKind
{
    /// <summary>The server, or the way to it, fails: asking again later may help.</summary>
    Failing,

    /// <summary>It is not there, or not for us.</summary>
    Missing,

    /// <summary>It must not be asked for, or cannot be used, and neither can what follows.</summary>
    Final,
}
