namespace Headrace.Server.Configuration.Schema;

/// <summary>What to say about a key that does not exist.</summary>
internal static class KeySuggestion
{
    /// <summary>Names the nearest key of the same section, else where the key exists, else all keys of the section.</summary>
    internal static string For(string typed, IReadOnlyList<IKey> section)
    {
        string unknown = "there is no such key";
        if (EditDistance.Nearest(typed, section.Select(key => key.Name)) is { } nearest) return $"{unknown}; did you mean {nearest}?";
        if (ElsewhereOf(typed) is { } elsewhere) return $"{unknown} here; did you mean {elsewhere}?";
        return $"{unknown}; allowed: {string.Join(", ", section.Select(key => key.Name))}";
    }

    private static string? ElsewhereOf(string typed)
    {
        foreach (KeyListing key in ConfigurationSchema.Listing)
        {
            if (key.Key.Name.Equals(typed, StringComparison.OrdinalIgnoreCase)) return key.Path;
        }

        return null;
    }
}
