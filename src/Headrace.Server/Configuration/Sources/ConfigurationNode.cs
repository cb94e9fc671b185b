using System.Collections.Immutable;

namespace Headrace.Server.Configuration.Sources;

/// <summary>What was written, before anybody knows what it means; every piece says where.</summary>
/// <param name="Mark">Where it begins.</param>
internal abstract record ConfigurationNode(SourceMark Mark);

/// <summary>Text. Outside of YAML a list is text with commas.</summary>
/// <param name="Mark">Where it begins.</param>
/// <param name="Text">The text, unquoted.</param>
/// <param name="Style">How it was written.</param>
internal sealed record ScalarNode(SourceMark Mark, string Text, ScalarStyle Style) : ConfigurationNode(Mark);

/// <summary>A value that is taken back: in a change, never in a tree that is read.</summary>
/// <param name="Mark">Where it stands.</param>
internal sealed record NoValueNode(SourceMark Mark) : ConfigurationNode(Mark);

/// <summary>A list.</summary>
/// <param name="Mark">Where it begins.</param>
/// <param name="Items">Its items.</param>
internal sealed record SequenceNode(SourceMark Mark, ImmutableArray<ConfigurationNode> Items) : ConfigurationNode(Mark);

/// <summary>Keys with values; each key once.</summary>
/// <param name="Mark">Where it begins.</param>
/// <param name="Entries">Its entries, in the order in which they were written.</param>
internal sealed record MappingNode(SourceMark Mark, ImmutableArray<MappingEntry> Entries) : ConfigurationNode(Mark)
{
    /// <summary>This mapping with the value at <paramref name="path"/> replaced or added; what stands in its way is replaced.</summary>
    internal MappingNode With(ReadOnlySpan<string> path, ConfigurationNode value)
    {
        int index = IndexOf(path[0]);
        ConfigurationNode? old = index < 0 ? null : Entries[index].Value;
        ConfigurationNode placed = path.Length == 1 ? value : (old as MappingNode ?? new MappingNode(value.Mark, [])).With(path[1..], value);
        return this with
        {
            Entries = index < 0 ? Entries.Add(new MappingEntry(path[0], value.Mark, placed)) : Entries.SetItem(index, Entries[index] with { Value = placed }),
        };
    }

    /// <summary>This mapping changed by <paramref name="change"/>, key by key and section by section; what it has no value for is taken out (RFC 7396).</summary>
    internal MappingNode MergedWith(MappingNode change)
    {
        MappingNode result = this;
        foreach (MappingEntry entry in change.Entries)
        {
            ConfigurationNode? old = result[entry.Key];
            if (entry.Value is NoValueNode) result = result.Without(entry.Key);
            else if (entry.Value is MappingNode section) result = result.With([entry.Key], (old as MappingNode ?? new MappingNode(section.Mark, [])).MergedWith(section));
            else result = result.With([entry.Key], entry.Value);
        }

        return result;
    }

    /// <summary>This mapping without a key.</summary>
    internal MappingNode Without(string key) => IndexOf(key) is >= 0 and int index ? this with { Entries = Entries.RemoveAt(index) } : this;

    /// <summary>The value of a key, or null.</summary>
    internal ConfigurationNode? this[string key] => IndexOf(key) is >= 0 and int index ? Entries[index].Value : null;

    private int IndexOf(string key)
    {
        for (int i = 0; i < Entries.Length; i++)
        {
            if (Entries[i].Key == key) return i;
        }

        return -1;
    }
}

/// <summary>One key of a mapping.</summary>
/// <param name="Key">The key.</param>
/// <param name="Mark">Where the key stands.</param>
/// <param name="Value">Its value.</param>
internal readonly record struct MappingEntry(string Key, SourceMark Mark, ConfigurationNode Value);
