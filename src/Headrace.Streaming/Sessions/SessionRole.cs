namespace Headrace.Streaming.Sessions;

/// <summary>What a session does.</summary>
public enum SessionRole
{
    /// <summary>Not known yet.</summary>
    Undecided,

    /// <summary>Sends a stream to us.</summary>
    Publisher,

    /// <summary>Receives a stream from us.</summary>
    Viewer,
}
