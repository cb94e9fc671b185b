using System.Text.Json.Nodes;
using Headrace.Server.Configuration.Options;
using Headrace.Server.Configuration.Schema;
using Headrace.Streaming.Paths;

namespace Headrace.Server.Configuration.Changes;

/// <summary>What differs between two configurations, key by key. Secrets are compared, and shown hidden.</summary>
internal sealed class KeyDiff
{
    private readonly List<KeyChange> _changes = [];

    /// <summary>The keys that differ, in the order of the schema.</summary>
    internal static IReadOnlyList<KeyChange> Between(HeadraceOptions before, HeadraceOptions after)
    {
        // Most streams are the same in both: they need no look at their keys.
        StreamName[] same = [.. before.Streams.Where(stream => after.Streams.TryGetValue(stream.Key, out StreamSettings? other) && other == stream.Value).Select(stream => stream.Key)];
        before = before with { Streams = before.Streams.RemoveRange(same) };
        after = after with { Streams = after.Streams.RemoveRange(same) };
        KeyDiff diff = new();
        diff.Sections(ConfigurationSchema.Root.Keys, Side.Of(before), Side.Of(after), "", KeyTraits.None);
        return diff._changes;
    }

    private void Sections(IReadOnlyList<IKey> keys, Side before, Side after, string path, KeyTraits traits)
    {
        foreach (IKey key in keys)
        {
            string name = KeyPath.Join(path, key.Name);
            if (key.HasNamedEntries) Entries(key, before[key.Name], after[key.Name], name, traits | key.Traits);
            else if (key.Children.Count > 0) Sections(key.Children, before[key.Name], after[key.Name], name, traits | key.Traits);
            else Value(before[key.Name], after[key.Name], name, traits | key.Traits);
        }
    }

    private void Entries(IKey key, Side before, Side after, string path, KeyTraits traits)
    {
        foreach (string entry in before.Names.Union(after.Names).Order(StringComparer.Ordinal))
        {
            bool isInBoth = before[entry].Real is not null && after[entry].Real is not null;
            if (isInBoth && key.Children.Count > 0) Sections(key.Children, before[entry], after[entry], KeyPath.Join(path, entry), traits);
            else Value(before[entry], after[entry], KeyPath.Join(path, entry), traits);
        }
    }

    private void Value(Side before, Side after, string path, KeyTraits traits)
    {
        if (!JsonNode.DeepEquals(before.Real, after.Real)) _changes.Add(new KeyChange(path, before.Shown, after.Shown, traits.HasFlag(KeyTraits.NeedsRestart)));
    }

    /// <summary>One of the two, as it is and as it may be shown.</summary>
    private readonly record struct Side(JsonNode? Real, JsonNode? Shown)
    {
        public static Side Of(HeadraceOptions options) => new(ConfigurationSchema.Root.ToJson(options, reveals: true), ConfigurationSchema.Root.ToJson(options, reveals: false));

        public Side this[string key] => new((Real as JsonObject)?[key], (Shown as JsonObject)?[key]);

        public IEnumerable<string> Names => (Real as JsonObject)?.Select(property => property.Key) ?? [];
    }
}
