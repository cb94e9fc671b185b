namespace Headrace.Server.Configuration.Options;

/// <summary>Section <c>telemetry</c>.</summary>
internal sealed record TelemetryOptions
{
    /// <summary>Where the figures are sent by OTLP over HTTP, without a path of its own; null: nowhere.</summary>
    public Uri? Otlp { get; init; }
}
