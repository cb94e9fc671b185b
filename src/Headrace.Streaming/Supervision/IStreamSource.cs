namespace Headrace.Streaming.Supervision;

/// <summary>Where a stream's media comes from without a publisher: a camera that is pulled, a program that is run.</summary>
public interface IStreamSource
{
    /// <summary>What it is, for the API and the log: a URL without credentials.</summary>
    string Description { get; }

    /// <summary>Runs once, from the attempt to its end. Throws nothing but <see cref="OperationCanceledException"/>, and that for the token alone.</summary>
    /// <param name="cancellation">Ends the run; everything that belongs to it is over when the task is.</param>
    Task<SourceEnd> RunAsync(CancellationToken cancellation);
}
