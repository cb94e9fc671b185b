namespace Headrace.Server.Api;

/// <summary>Whether the server does its work.</summary>
/// <param name="Status"><c>healthy</c>, or <c>stopping</c>.</param>
/// <param name="Version">The server's version.</param>
/// <param name="UptimeSeconds">Seconds since the start.</param>
internal sealed record HealthResource(string Status, string Version, long UptimeSeconds);
