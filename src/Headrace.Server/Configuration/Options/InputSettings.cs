namespace Headrace.Server.Configuration.Options;

/// <summary>One of the inputs of a stream: an entry of <c>inputs</c>.</summary>
internal sealed record InputSettings
{
    /// <summary>Most inputs of a stream.</summary>
    internal const int MaxInputs = 16;

    /// <summary>The key of <see cref="Source"/>.</summary>
    internal const string Url = "url";

    /// <summary>Its name within the stream; empty in an entry without one.</summary>
    public string Label { get; init; } = "";

    /// <summary>Where its media comes from.</summary>
    public StreamSource Source { get; init; } = new(StreamSourceKind.Publisher);

    /// <summary>Its rank: the lowest that has media feeds the stream.</summary>
    public int Priority { get; init; }
}
