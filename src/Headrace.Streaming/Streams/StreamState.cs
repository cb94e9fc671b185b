namespace Headrace.Streaming.Streams;

/// <summary>State of a stream, as the API names it.</summary>
public enum StreamState
{
    /// <summary>A publisher or source is there, no media has come yet.</summary>
    Connecting,

    /// <summary>Media flows.</summary>
    Active,

    /// <summary>Nobody publishes.</summary>
    Inactive,

    /// <summary>An operator paused it.</summary>
    Paused,

    /// <summary>Its source failed; it is tried again.</summary>
    Error,
}
