using System.Net;

namespace Headrace.Endpoints.Files;

/// <summary>The other end of a session that is no address: a file, a URL.</summary>
/// <param name="name">What it is, without credentials.</param>
internal sealed class NamedEndPoint(string name) : EndPoint
{
    /// <inheritdoc/>
    public override string ToString() => name;
}
