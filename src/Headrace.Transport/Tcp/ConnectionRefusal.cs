namespace Headrace.Transport.Tcp;

/// <summary>Why a connection was not let in, or let in at another's cost.</summary>
public enum ConnectionRefusal
{
    /// <summary>Its address opens them too fast.</summary>
    Rate,

    /// <summary>There are as many as there may be.</summary>
    Count,

    /// <summary>It came in; the oldest that had shown nothing yet was sent away for it.</summary>
    Evicted,
}
