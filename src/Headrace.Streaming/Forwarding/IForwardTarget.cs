namespace Headrace.Streaming.Forwarding;

/// <summary>Where a stream is sent of our own accord: another server, a multicast group.</summary>
public interface IForwardTarget
{
    /// <summary>What it is, for the API and the log: a URL without credentials.</summary>
    string Description { get; }

    /// <summary>Its protocol, lower case, as sessions have it.</summary>
    string Protocol { get; }

    /// <summary>
    /// Sends the stream once, from the attempt to its end. Throws nothing but <see cref="OperationCanceledException"/>, and that for the token alone.
    /// </summary>
    /// <param name="run">The stream, and where it is told how the run goes.</param>
    /// <param name="cancellation">Ends the run; everything that belongs to it is over when the task is.</param>
    Task<ForwardEnd> RunAsync(ForwardRun run, CancellationToken cancellation);
}
