namespace Headrace.Manifests.Dash;

/// <summary>A clock to set one's own by (ISO/IEC 23009-1, 5.8.4.11).</summary>
/// <param name="Scheme">How it is asked.</param>
/// <param name="Value">Where.</param>
public sealed record UtcTiming(string Scheme, string Value)
{
    /// <summary>An URL that answers with the time as text.</summary>
    public const string HttpIso = "urn:mpeg:dash:utc:http-iso:2014";
}
