namespace Headrace.Streaming.Sessions;

/// <summary>What sessions carried and why they ended, over those that live and those that are over. Bounded by the numbers of protocols, roles and reasons.</summary>
/// <param name="Traffic">Bytes and skips by protocol and role.</param>
/// <param name="Ended">Sessions that ended, by protocol, role and reason.</param>
public sealed record SessionTotals(
    IReadOnlyDictionary<(string Protocol, SessionRole Role), SessionTraffic> Traffic,
    IReadOnlyDictionary<(string Protocol, SessionRole Role, SessionEndReason Reason), long> Ended);
