using System.Diagnostics.CodeAnalysis;

namespace Headrace.Manifests.Hls.Client;

/// <summary>What is taken of a multivariant playlist.</summary>
/// <param name="Variant">The variant.</param>
/// <param name="Audio">Where its sound is, if that has a playlist of its own; else null.</param>
/// <param name="Others">Variants that could be taken in its place, and have not failed.</param>
public sealed record VariantChoice(Variant Variant, Rendition? Audio, int Others)
{
    /// <summary>
    /// Chooses: of the variants whose codecs are all carried (or not named) and that have not failed, where there are such, the one of the highest BANDWIDTH, the first of equals. Of its
    /// audio group the default rendition, else the first that may be chosen automatically, else the first.
    /// </summary>
    /// <param name="playlist">The playlist.</param>
    /// <param name="carries">Says whether a codec is carried, by its name in CODECS.</param>
    /// <param name="failed">URIs of variants that failed before.</param>
    /// <param name="choice">What was chosen.</param>
    /// <param name="fault">Why none was, in one clause.</param>
    public static bool TryChoose(MultivariantPlaylist playlist, Func<string, bool> carries, IReadOnlySet<string> failed, [NotNullWhen(true)] out VariantChoice? choice, [NotNullWhen(false)] out string? fault)
    {
        Variant[] suitable = [.. playlist.Variants.Where(variant => CodecsOf(variant).All(carries))];
        Variant[] fresh = [.. suitable.Where(variant => !failed.Contains(variant.Uri))];
        Variant? best = (fresh.Length > 0 ? fresh : suitable).MaxBy(static variant => variant.Bandwidth);
        choice = best is null ? null : new VariantChoice(best, AudioOf(playlist, best), fresh.Count(variant => variant.Uri != best.Uri));
        fault = best is not null ? null
            : playlist.Variants.Count == 0 ? "its multivariant playlist names no variant"
            : $"none of its {playlist.Variants.Count} variants has only codecs that are carried; they name {string.Join(", ", playlist.Variants.SelectMany(CodecsOf).Where(codec => !carries(codec)).Distinct().Take(5))}";
        return choice is not null;
    }

    private static IEnumerable<string> CodecsOf(Variant variant) => variant.Codecs.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static Rendition? AudioOf(MultivariantPlaylist playlist, Variant variant)
    {
        if (variant.AudioGroup is not { } group) return null;
        Rendition[] all = [.. playlist.Renditions.Where(rendition => rendition.Type == "AUDIO" && rendition.GroupId == group)];
        Rendition? chosen = all.FirstOrDefault(static rendition => rendition.IsDefault) ?? all.FirstOrDefault(static rendition => rendition.IsAutoselect) ?? all.FirstOrDefault();
        return chosen is { Uri: not null } && chosen.Uri != variant.Uri ? chosen : null;
    }
}
