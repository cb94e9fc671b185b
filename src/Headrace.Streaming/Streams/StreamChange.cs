namespace Headrace.Streaming.Streams;

/// <summary>What a new configuration did to a stream.</summary>
public enum StreamChange
{
    /// <summary>It is there now.</summary>
    Added,

    /// <summary>It goes on with what is new; nobody was sent away.</summary>
    Adopted,

    /// <summary>It began anew: its sessions ended.</summary>
    Restarted,

    /// <summary>It is gone: its sessions ended. One that is not named comes back with its publisher.</summary>
    Removed,
}
