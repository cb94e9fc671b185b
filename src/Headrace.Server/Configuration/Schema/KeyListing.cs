namespace Headrace.Server.Configuration.Schema;

/// <summary>A key with its sections, with dots; an entry's name that the user chooses is <c>NAME</c>.</summary>
/// <param name="Path">The key with its sections.</param>
/// <param name="Key">The key.</param>
/// <param name="Traits">Its traits, with those of its sections.</param>
internal readonly record struct KeyListing(string Path, IKey Key, KeyTraits Traits)
{
    /// <summary>All keys that have a value, with those of the sections in <paramref name="keys"/>.</summary>
    internal static IEnumerable<KeyListing> Of(IEnumerable<IKey> keys, string path = "", KeyTraits traits = KeyTraits.None)
    {
        foreach (IKey key in keys)
        {
            string name = KeyPath.Join(path, key.HasNamedEntries ? KeyPath.Join(key.Name, "NAME") : key.Name);
            if (key.Children.Count == 0) yield return new KeyListing(name, key, traits | key.Traits);
            foreach (KeyListing below in Of(key.Children, name, traits | key.Traits)) yield return below;
        }
    }
}
