namespace Headrace.Server.Configuration.Options;

/// <summary>Section <c>buffers</c>, of the server or of one stream.</summary>
internal sealed record BufferOptions
{
    /// <summary>Groups of pictures held.</summary>
    public int Gops { get; init; } = 3;

    /// <summary>Where a viewer begins.</summary>
    public ViewerStart Start { get; init; } = ViewerStart.Cached;

    /// <summary>A viewer that is further behind skips to a key frame.</summary>
    public TimeSpan MaxLag { get; init; } = TimeSpan.FromSeconds(2);
}
