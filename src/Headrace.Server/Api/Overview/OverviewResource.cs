namespace Headrace.Server.Api.Overview;

/// <summary>The server and its streams in brief: all that a status page shows, in one answer.</summary>
/// <param name="Server">How the server does.</param>
/// <param name="Protocols">Where each protocol listens, and why those that do not are off.</param>
/// <param name="Streams">The streams.</param>
internal sealed record OverviewResource(ServerSummaryResource Server, IReadOnlyList<ProtocolResource> Protocols, ItemPage<StreamSummaryResource> Streams);
