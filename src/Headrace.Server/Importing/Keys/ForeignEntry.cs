using Headrace.Server.Configuration.Sources;
using Headrace.Server.Importing.Drafts;

namespace Headrace.Server.Importing.Keys;

/// <summary>A key of another server's configuration with its value, and what a translation can do with it.</summary>
/// <param name="section">Where it stands.</param>
/// <param name="entry">What stands there.</param>
/// <param name="record">Where is told what becomes of it.</param>
internal sealed class ForeignEntry(ForeignSection section, MappingEntry entry, ImportedKey record)
{
    /// <summary>The key.</summary>
    internal string Name => entry.Key;

    /// <summary>Its value.</summary>
    internal ConfigurationNode Value => entry.Value;

    /// <summary>Where it stands.</summary>
    internal ForeignSection Section => section;

    /// <summary>Where is told what becomes of it.</summary>
    internal ImportedKey Record => record;

    /// <summary>Its value as text, null where that is a section or a list.</summary>
    internal string? Text => (Value as ScalarNode)?.Text;

    /// <summary>Its values; one alone is a list of one, none or an empty one a list of none. Null where they are sections.</summary>
    internal IReadOnlyList<string>? Texts => Value switch
    {
        ScalarNode { Text: "" } => [],
        ScalarNode scalar => [.. scalar.Text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)],
        SequenceNode list when list.Items.All(item => item is ScalarNode) => [.. list.Items.Cast<ScalarNode>().Select(item => item.Text)],
        _ => null,
    };

    /// <summary>True where it says nothing.</summary>
    internal bool IsEmpty => Value is ScalarNode { Text: "" } or SequenceNode { Items.IsEmpty: true } or MappingNode { Entries.IsEmpty: true };

    /// <summary>Sets a value of the section that this one goes to.</summary>
    internal DraftNode Set(string path, string value) => section.Target.Set(path, DraftText.Of(value), record);

    /// <summary>The same with a list.</summary>
    internal DraftNode Set(string path, IEnumerable<string> values) => section.Target.Set(path, DraftText.Of(values), record);
}
