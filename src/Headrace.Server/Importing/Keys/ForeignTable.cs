using System.Collections.Frozen;
using Headrace.Server.Configuration.Schema;

namespace Headrace.Server.Importing.Keys;

/// <summary>All keys of a section of another server's configuration. Letter case counts nothing.</summary>
/// <param name="server">What the other server is called.</param>
/// <param name="keys">The keys.</param>
internal sealed class ForeignTable(string server, params IEnumerable<ForeignKey> keys)
{
    private readonly FrozenDictionary<string, ForeignKey> _keys = keys.ToFrozenDictionary(key => key.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The names of all keys.</summary>
    internal IEnumerable<string> Names => _keys.Keys;

    /// <summary>True for a key that there is.</summary>
    internal bool Knows(string name) => _keys.ContainsKey(name);

    /// <summary>Translates all keys of a section, each once and none in silence.</summary>
    internal void Translate(ForeignSection section)
    {
        foreach (ForeignEntry entry in section.Entries)
        {
            if (_keys.TryGetValue(entry.Name, out ForeignKey? key)) key.Translate(entry);
            else entry.Record.Disown(Suggest(entry.Name));
        }
    }

    private string Suggest(string typed) => EditDistance.Nearest(typed, _keys.Keys) is { } nearest
        ? $"{server} has no such key here; did you mean {nearest}?"
        : $"{server} has no such key here";
}
