using Headrace.Media.Buffers;

namespace Headrace.Server.Api.Backpressure;

/// <summary>What is held in pooled memory.</summary>
/// <param name="Bytes">Bytes held.</param>
/// <param name="PeakBytes">Most bytes held at one time.</param>
/// <param name="LimitBytes">The limit; 0: none.</param>
/// <param name="BoundBytes">What may be held now: the limit, or the share of the whole while that is short.</param>
/// <param name="Owners">Bytes by what they are held for.</param>
internal sealed record MemoryResource(long Bytes, long PeakBytes, long LimitBytes, long BoundBytes, IReadOnlyDictionary<string, long> Owners)
{
    internal static MemoryResource Of(MemoryAccount account, long bound) => new(
        account.Used, account.Peak, account.Limit, bound, account.Owners.OrderBy(owner => owner.Name, StringComparer.Ordinal).ToDictionary(owner => owner.Name, owner => owner.Used));
}
