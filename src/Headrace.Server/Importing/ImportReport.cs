using System.Globalization;
using Headrace.Server.Configuration.Sources;

namespace Headrace.Server.Importing;

/// <summary>What became of each key of a file, in the order in which they stand there.</summary>
internal sealed class ImportReport
{
    private readonly List<ImportedKey> _keys = [];

    /// <summary>The keys.</summary>
    internal IReadOnlyList<ImportedKey> Keys => _keys;

    /// <summary>True when nothing is lost.</summary>
    internal bool IsComplete => _keys.All(key => key.Fate is ImportFate.Translated or ImportFate.NothingToDo);

    /// <summary>What somebody has to look at.</summary>
    internal IEnumerable<ImportedKey> Lost => _keys.Where(key => key.Fate is ImportFate.NotTranslated or ImportFate.Unknown);

    /// <summary>Adds a key.</summary>
    internal ImportedKey Add(string key, SourceMark mark)
    {
        ImportedKey added = new(OneLine(key), mark);
        _keys.Add(added);
        return added;
    }

    /// <summary>A line for each key, and their numbers.</summary>
    internal IEnumerable<string> Lines()
    {
        foreach (ImportedKey key in _keys)
        {
            string fate = key.Fate switch
            {
                ImportFate.Translated => "is now",
                ImportFate.NothingToDo => "nothing to do:",
                ImportFate.NotTranslated => "NOT TRANSLATED:",
                _ => "UNKNOWN:",
            };
            yield return $"{key.Mark}: {key.Key}: {fate} {key.Note}";
        }

        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"{_keys.Count} keys: {Count(ImportFate.Translated)} translated, {Count(ImportFate.NothingToDo)} with nothing to do, {Count(ImportFate.NotTranslated)} not translated, {Count(ImportFate.Unknown)} unknown");
    }

    /// <summary>Text as it may stand in a line of a report or behind a comment's mark.</summary>
    internal static string OneLine(string text) => text.Any(c => char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029') ? string.Concat(text.Select(c => char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029' ? '?' : c)) : text;

    private int Count(ImportFate fate) => _keys.Count(key => key.Fate == fate);
}
