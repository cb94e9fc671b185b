namespace Headrace.Manifests.Hls.Checking;

/// <summary>What an HTTP response said beside its body.</summary>
/// <param name="ContentType">Content-Type, as sent; null: none.</param>
/// <param name="ContentEncoding">Content-Encoding, the request having accepted gzip; null: none.</param>
/// <param name="CacheControl">Cache-Control, as sent; null: none.</param>
public sealed record ResponseHeaders(string? ContentType, string? ContentEncoding, string? CacheControl);
