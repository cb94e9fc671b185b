namespace Headrace.Endpoints.Http;

/// <summary>All that was fetched.</summary>
/// <param name="Bytes">The bytes.</param>
/// <param name="Location">Where it lay in the end, behind redirections: what relative URLs in it count from.</param>
/// <param name="ContentType">What the server says that it is, without parameters; null where it does not.</param>
internal sealed record SourceHttpBody(ReadOnlyMemory<byte> Bytes, HttpLocation Location, string? ContentType);
