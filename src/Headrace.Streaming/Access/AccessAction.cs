namespace Headrace.Streaming.Access;

/// <summary>What somebody wants to do.</summary>
public enum AccessAction
{
    /// <summary>Send a stream.</summary>
    Publish,

    /// <summary>View a stream.</summary>
    Read,

    /// <summary>View what was recorded.</summary>
    Playback,

    /// <summary>Use the API.</summary>
    Api,

    /// <summary>Read the metrics.</summary>
    Metrics,
}
