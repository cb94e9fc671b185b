namespace Headrace.Streaming.Figures;

/// <summary>Pictures that went on, by kind; those of codecs that do not tell are in none.</summary>
/// <param name="I">Intra slices only.</param>
/// <param name="P">Referring to one list.</param>
/// <param name="B">Referring to two lists.</param>
public readonly record struct PictureCounts(long I, long P, long B);
