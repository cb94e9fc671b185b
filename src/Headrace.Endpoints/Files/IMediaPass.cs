namespace Headrace.Endpoints.Files;

/// <summary>Reads media once, from its beginning to its end, and gives it to the sink that it was made with.</summary>
internal interface IMediaPass : IDisposable
{
    /// <summary>Why it ended before its end, in one clause; null where it did not.</summary>
    string? Fault { get; }

    /// <summary>Reads on a little. False at the end. Throws nothing but <see cref="OperationCanceledException"/>, and that for the token alone.</summary>
    ValueTask<bool> StepAsync(CancellationToken cancellation);
}
