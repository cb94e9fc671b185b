namespace Headrace.Server.Api.Stats;

/// <summary>How the process does.</summary>
/// <param name="Cores">Processors that it may use.</param>
/// <param name="CoresUsed">Processors busy with it over the last ten seconds.</param>
/// <param name="GcCollections">Garbage collections by generation.</param>
/// <param name="GcPauseSeconds">Time that threads stood still for them since the start.</param>
/// <param name="GcPauseRate">Part of the last ten seconds that they did, 0 to 1.</param>
/// <param name="AllocatedBytes">Managed bytes allocated since the start.</param>
/// <param name="PoolThreads">Threads of the pool.</param>
/// <param name="PoolQueued">Work that waits for one of them.</param>
/// <param name="PoolCompleted">Work that they did since the start.</param>
internal sealed record ProcessResource(
    int Cores, double CoresUsed, IReadOnlyList<int> GcCollections, double GcPauseSeconds, double GcPauseRate, long AllocatedBytes, int PoolThreads, long PoolQueued, long PoolCompleted)
{
    internal static ProcessResource Of(Server.Stats.ProcessRate rate) => new(
        Environment.ProcessorCount, Math.Round(rate.CoresUsed, 3), [.. Enumerable.Range(0, GC.MaxGeneration + 1).Select(GC.CollectionCount)],
        Math.Round(GC.GetTotalPauseDuration().TotalSeconds, 6), Math.Round(rate.GcPauseRate, 6), GC.GetTotalAllocatedBytes(),
        ThreadPool.ThreadCount, ThreadPool.PendingWorkItemCount, ThreadPool.CompletedWorkItemCount);
}
