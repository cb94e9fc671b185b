using System.Net;

namespace Headrace.Streaming.Sessions;

/// <summary>The other end of a session that is no address: a file, a URL, the application itself.</summary>
/// <param name="name">What it is, without credentials.</param>
public sealed class NamedEndPoint(string name) : EndPoint
{
    /// <inheritdoc/>
    public override string ToString() => name;
}
