namespace Headrace.Streaming.Supervision;

/// <summary>How a source is kept alive.</summary>
public sealed record SourceSupervisorOptions
{
    /// <summary>The source's name among the inputs of its stream.</summary>
    public string Label { get; init; } = "main";

    /// <summary>Its rank among them: the lowest that has media feeds the stream.</summary>
    public int Priority { get; init; }

    /// <summary>Longest first wait before a try that follows an end.</summary>
    public TimeSpan FirstBackOff { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait of all.</summary>
    public TimeSpan MaxBackOff { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>True for a source that runs only while somebody reads the stream.</summary>
    public bool IsOnDemand { get; init; }

    /// <summary>How long a source on demand runs on when nobody reads any more; <see cref="Inputs.SourceDemand.AskPatience"/> at least from when it was asked for.</summary>
    public TimeSpan CloseAfter { get; init; } = TimeSpan.FromSeconds(10);
}
