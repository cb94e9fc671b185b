using Headrace.Streaming.Pressure;
using Headrace.Streaming.Streams;

namespace Headrace.Server.Api.Backpressure;

/// <summary>How short a stream's memory is. Levels are <c>normal</c>, <c>low</c>, <c>medium</c>, <c>high</c> and <c>critical</c>.</summary>
/// <param name="Name">The stream.</param>
/// <param name="Level">The level that counts: the greatest of the next three.</param>
/// <param name="OwnLevel">The level by the stream's own limit.</param>
/// <param name="ShareLevel">The level by its share of the whole, while the whole is short.</param>
/// <param name="ManualLevel">What an operator set; normal where nothing is set.</param>
/// <param name="ServerLevel">The level of the whole.</param>
/// <param name="IsFull">True while the limit itself is passed: nothing is taken in.</param>
/// <param name="Thresholds">From which part of its limit on each level holds.</param>
/// <param name="Memory">What it holds.</param>
/// <param name="Drops">What was not taken in for it.</param>
/// <param name="ViewersRefused">Viewers that were refused for it.</param>
/// <param name="Sender">What the sender meets first: <c>drops</c>, as it cannot send more slowly, or <c>slows</c>, as it can (<c>adaptiveSender</c>).</param>
/// <param name="MaySend">False while it has sent as much as bandwidth allows, and its viewers wait for a key frame.</param>
/// <param name="Withheld">Pictures that were withheld from viewers for that.</param>
/// <param name="GopsHeld">Groups of pictures held.</param>
internal sealed record BackpressureResource(
    string Name, string Level, string OwnLevel, string ShareLevel, string ManualLevel, string ServerLevel, bool IsFull, PressureThresholds Thresholds,
    MemoryResource Memory, PressureDrops Drops, long ViewersRefused, string Sender, bool MaySend, long Withheld, int GopsHeld)
{
    internal static BackpressureResource Of(LiveStream stream, MemoryBudget budget)
    {
        StreamPressure pressure = stream.Pressure;
        return new BackpressureResource(
            stream.Name, ApiWords.Of(pressure.Level), ApiWords.Of(pressure.Own), ApiWords.Of(pressure.OfShare), ApiWords.Of(pressure.Manual), ApiWords.Of(budget.Level), pressure.IsFull,
            pressure.Thresholds, MemoryResource.Of(stream.Memory, pressure.Bound), stream.PressureDrops, pressure.ViewersRefused, pressure.IsSenderAdaptive ? "slows" : "drops", stream.Bandwidth.IsOpen, stream.Bandwidth.Withheld, stream.Ring.JoinPoints);
    }
}
