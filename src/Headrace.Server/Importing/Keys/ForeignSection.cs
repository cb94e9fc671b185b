using Headrace.Server.Configuration.Schema;
using Headrace.Server.Configuration.Sources;
using Headrace.Server.Importing.Drafts;

namespace Headrace.Server.Importing.Keys;

/// <summary>A section of another server's configuration, and where its keys go. What is merged into it (<c>&lt;&lt;</c>) counts as written there.</summary>
internal sealed class ForeignSection
{
    private const string Merge = "<<";

    private readonly List<ForeignEntry> _order = [];
    private readonly Dictionary<string, ForeignEntry> _entries = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads a section.</summary>
    /// <param name="mapping">What stands in it.</param>
    /// <param name="path">Its key, with the sections above; empty at the top.</param>
    /// <param name="target">Where its keys go.</param>
    /// <param name="report">Where each of its keys is told.</param>
    internal ForeignSection(MappingNode mapping, string path, DraftNode target, ImportReport report)
    {
        Path = path;
        Target = target;
        Report = report;
        Mark = mapping.Mark;
        Add(mapping);
    }

    /// <summary>Its key, with the sections above.</summary>
    internal string Path { get; }

    /// <summary>Where its keys go.</summary>
    internal DraftNode Target { get; }

    /// <summary>Where its keys are told.</summary>
    internal ImportReport Report { get; }

    /// <summary>Where it begins.</summary>
    internal SourceMark Mark { get; }

    /// <summary>Its keys, in their order.</summary>
    internal IReadOnlyList<ForeignEntry> Entries => _order;

    /// <summary>A key of it, or null.</summary>
    internal ForeignEntry? Find(string name) => _entries.GetValueOrDefault(name);

    /// <summary>The value of a key as text; null where it has none, or no text.</summary>
    internal string? TextOf(string name) => Find(name)?.Text;

    /// <summary>Whether a key says yes.</summary>
    /// <param name="name">The key.</param>
    /// <param name="preset">What it says where it is not there.</param>
    internal bool Says(string name, bool preset = false) => TextOf(name) is { Length: > 0 } text ? ForeignValues.Flag(text) ?? preset : preset;

    // What is written in the section counts more than what is merged into it.
    private void Add(MappingNode mapping)
    {
        foreach (MappingEntry entry in mapping.Entries.Where(entry => entry.Key != Merge))
        {
            if (_entries.ContainsKey(entry.Key)) Report.Add(KeyPath.Join(Path, entry.Key), entry.Mark).Lose("it stands here already, in other letter case");
            else Add(entry);
        }

        foreach (MappingEntry entry in mapping.Entries.Where(entry => entry.Key == Merge))
        {
            IEnumerable<ConfigurationNode> merged = entry.Value is SequenceNode list ? list.Items : [entry.Value];
            foreach (MappingEntry other in merged.OfType<MappingNode>().SelectMany(other => other.Entries).Where(other => !_entries.ContainsKey(other.Key))) Add(other);
        }
    }

    private void Add(MappingEntry entry)
    {
        ForeignEntry added = new(this, entry, Report.Add(KeyPath.Join(Path, entry.Key), entry.Mark));
        _entries[entry.Key] = added;
        _order.Add(added);
    }
}
