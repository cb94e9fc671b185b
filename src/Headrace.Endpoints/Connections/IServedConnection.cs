using Headrace.Media.Timing;

namespace Headrace.Endpoints.Connections;

/// <summary>The session of a connection that a <see cref="ConnectionServer{TConnection}"/> accepted.</summary>
internal interface IServedConnection
{
    /// <summary>Runs until the connection ends. Throws nothing.</summary>
    Task RunAsync();

    /// <summary>Does what is due, and ends the session when its deadline has passed. From the server's timer.</summary>
    /// <returns>True when it ended a connection that never became a publisher or a viewer.</returns>
    bool CheckDeadline(MonotonicTime now);
}
