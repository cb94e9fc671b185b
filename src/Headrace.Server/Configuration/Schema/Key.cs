using System.Collections.Immutable;
using Headrace.Server.Configuration.Values;

namespace Headrace.Server.Configuration.Schema;

/// <summary>Makes the keys of a section that is read into <typeparamref name="T"/>.</summary>
internal static class Key<T>
    where T : new()
{
    /// <summary>A key with one value.</summary>
    internal static IKey<T> Value<TValue>(string name, ValueSyntax<TValue> syntax, string summary, Func<T, TValue> get, Func<T, TValue, T> with) =>
        new ValueKey<T, TValue>(name, syntax, summary, get, with);

    /// <summary>A key with a list of values.</summary>
    internal static IKey<T> List<TValue>(
        string name, ValueSyntax<TValue> syntax, string summary, Func<T, ImmutableArray<TValue>> get, Func<T, ImmutableArray<TValue>, T> with) =>
        new ListKey<T, TValue>(name, syntax, summary, get, with);

    /// <summary>A key with entries that the user names, a value each.</summary>
    internal static IKey<T> NamedValues<TValue>(
        string name, ValueSyntax<TValue> syntax, string summary,
        Func<T, ImmutableSortedDictionary<string, TValue>> get, Func<T, ImmutableSortedDictionary<string, TValue>, T> with) =>
        new NamedValuesKey<T, TValue>(name, syntax, summary, get, with);

    /// <summary>A key that is a section.</summary>
    internal static IKey<T> Section<TSection>(string name, Section<TSection> section, string summary, Func<T, TSection> get, Func<T, TSection, T> with) =>
        new SectionKey<T, TSection>(name, section, summary, get, with);

    /// <summary>A key with a list of sections.</summary>
    internal static IKey<T> Sections<TItem>(string name, Section<TItem> section, string summary, Func<T, ImmutableArray<TItem>> get, Func<T, ImmutableArray<TItem>, T> with)
        where TItem : new() => new SectionListKey<T, TItem>(name, section, summary, get, with);

    /// <summary>A key with sections that have names of streams.</summary>
    internal static IKey<T> NamedSections<TItem>(
        string name, Section<TItem> section, string summary, Func<T, ImmutableSortedDictionary<string, TItem>> get, Func<T, ImmutableSortedDictionary<string, TItem>, T> with)
        where TItem : new() => new NamedSectionsKey<T, TItem>(name, section, summary, get, with);

    /// <summary>A key with traits.</summary>
    internal static IKey<T> Marked(KeyTraits traits, IKey<T> key) => new MarkedKey<T>(key, traits);
}
