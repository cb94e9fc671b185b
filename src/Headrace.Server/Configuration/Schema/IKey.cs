using System.Text.Json.Nodes;
using Headrace.Server.Configuration.Sources;

namespace Headrace.Server.Configuration.Schema;

/// <summary>One key of a section, seen without the type that it is read into: for suggestions, the environment, the command line and the help.</summary>
internal interface IKey
{
    /// <summary>The key as it is written.</summary>
    string Name { get; }

    /// <summary>What it is for, in one line.</summary>
    string Summary { get; }

    /// <summary>What may be written, for a value; empty for a section.</summary>
    string Allowed { get; }

    /// <summary>The value that holds when nobody sets it, as text; empty for a section.</summary>
    string Default { get; }

    /// <summary>The keys below; empty for a value.</summary>
    IReadOnlyList<IKey> Children { get; }

    /// <summary>The keys of each item, for a list of sections; empty for all others.</summary>
    IReadOnlyList<IKey> ItemKeys => [];

    /// <summary>True when the user chooses the names of the entries, and <see cref="Children"/> are the keys of each (none: each entry is a value).</summary>
    bool HasNamedEntries { get; }

    /// <summary>How a change of it takes effect, and who may make one.</summary>
    KeyTraits Traits { get; }
}

/// <summary>One key of a section that is read into <typeparamref name="T"/>.</summary>
internal interface IKey<T> : IKey
{
    /// <summary>Reads a value into a changed copy of the options; what is wrong changes nothing.</summary>
    /// <param name="node">The value as it was written.</param>
    /// <param name="options">The options so far.</param>
    /// <param name="path">The key with its sections.</param>
    /// <param name="diagnostics">Told what is wrong, and which keys were set.</param>
    T Read(ConfigurationNode node, T options, string path, ConfigurationDiagnostics diagnostics);

    /// <summary>The value that holds, written as the file has it; null where there is none.</summary>
    /// <param name="options">The options.</param>
    /// <param name="reveals">True: secrets as they are, for comparisons only. False: hidden.</param>
    JsonNode? ToJson(T options, bool reveals);
}
