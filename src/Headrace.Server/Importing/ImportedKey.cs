using Headrace.Server.Configuration.Sources;

namespace Headrace.Server.Importing;

/// <summary>A key of another server's configuration, and what became of it. It never holds a value: that may be a secret.</summary>
/// <param name="key">The key, with its sections.</param>
/// <param name="mark">Where it stands.</param>
internal sealed class ImportedKey(string key, SourceMark mark)
{
    private readonly SortedSet<string> _targets = new(StringComparer.Ordinal);
    private string? _note;

    /// <summary>The key, with its sections.</summary>
    internal string Key { get; } = key;

    /// <summary>Where it stands.</summary>
    internal SourceMark Mark { get; } = mark;

    /// <summary>What became of it.</summary>
    internal ImportFate Fate { get; private set; } = ImportFate.NothingToDo;

    /// <summary>Where it went, or why it did not.</summary>
    internal string Note => Fate != ImportFate.Translated ? _note ?? "it is empty" : string.Join(", ", _targets) + (_note is null ? "" : $"; {_note}");

    /// <summary>It stands under a key of ours; what is lost of it stays so.</summary>
    internal void GoTo(string target)
    {
        _targets.Add(target);
        if (Fate == ImportFate.NotTranslated) return;
        if (Fate == ImportFate.NothingToDo) _note = null;
        Fate = ImportFate.Translated;
    }

    /// <summary>Says more about where it went.</summary>
    internal void Remark(string note) => _note = note;

    /// <summary>There is nothing to be done about it.</summary>
    internal void Drop(string why) => (Fate, _note) = (ImportFate.NothingToDo, why);

    /// <summary>It is lost.</summary>
    internal void Lose(string why) => (Fate, _note) = (ImportFate.NotTranslated, why);

    /// <summary>The other server would not know it either.</summary>
    internal void Disown(string why) => (Fate, _note) = (ImportFate.Unknown, why);
}
