using System.Diagnostics.CodeAnalysis;

namespace Headrace.Server.Configuration.Schema;

/// <summary>Finds a key from its parts as the environment and the command line name it: letter case of keys counts nothing, that of chosen names does.</summary>
internal static class SchemaPath
{
    /// <summary>The key with its sections as the schema writes them; false with what to say when there is none, or when it is a section.</summary>
    internal static bool TryResolve(ReadOnlySpan<string> parts, [NotNullWhen(true)] out string[]? path, [NotNullWhen(false)] out string? fault)
    {
        path = null;
        fault = null;
        List<string> found = [];
        IReadOnlyList<IKey> keys = ConfigurationSchema.Root.Keys;
        bool isValue = false;
        for (int i = 0; i < parts.Length; i++)
        {
            IKey? key = isValue ? null : Find(keys, parts[i]);
            if (key is null)
            {
                fault = isValue ? $"{string.Join('.', found)} has no keys below it" : KeySuggestion.For(parts[i], keys);
                return false;
            }

            found.Add(key.Name);
            if (key.HasNamedEntries && ++i < parts.Length) found.Add(parts[i]);
            isValue = key.Children.Count == 0 && i < parts.Length;
            keys = key.Children;
        }

        if (!isValue)
        {
            fault = $"this is a section; allowed below it: {(keys.Count == 0 ? "a name" : string.Join(", ", keys.Select(key => key.Name)))}";
            return false;
        }

        path = [.. found];
        return true;
    }

    private static IKey? Find(IReadOnlyList<IKey> keys, string name) => keys.FirstOrDefault(key => key.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
