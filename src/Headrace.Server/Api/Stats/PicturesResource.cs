using Headrace.Streaming.Figures;

namespace Headrace.Server.Api.Stats;

/// <summary>Pictures by kind.</summary>
/// <param name="I">Intra slices only.</param>
/// <param name="P">Referring to one list.</param>
/// <param name="B">Referring to two lists.</param>
internal sealed record PicturesResource(long I, long P, long B)
{
    internal static PicturesResource Of(PictureCounts counts) => new(counts.I, counts.P, counts.B);
}
