namespace Headrace.Endpoints.Files;

/// <summary>What is played from a file.</summary>
public sealed record FileSourceOptions
{
    /// <summary>Name of the stream that is published.</summary>
    public required string Stream { get; init; }

    /// <summary>Which of the stream's inputs it is, by its label.</summary>
    public string? Input { get; init; }

    /// <summary>The file; relative to the working directory.</summary>
    public required string Path { get; init; }
}
