using System.Diagnostics.CodeAnalysis;
using Headrace.Server.Configuration.Sources;
using Headrace.Server.Configuration.Values;
using Headrace.Streaming.Access;

namespace Headrace.Server.Configuration;

/// <summary>What is found while a configuration is read: errors, warnings, and which keys were set where. Each is one line, without control characters.</summary>
internal sealed class ConfigurationDiagnostics
{
    /// <summary>Most errors that are told; whoever has more has another kind of file.</summary>
    internal const int MaxErrors = 100;

    /// <summary>Most characters of a wrong value that are shown.</summary>
    private const int MaxShown = 60;

    /// <summary>Most characters of a key that are shown.</summary>
    private const int MaxKey = 300;

    private readonly List<ConfigurationError> _errors = [];
    private readonly List<ConfigurationError> _warnings = [];
    private readonly Dictionary<string, SourceMark> _set = new(StringComparer.Ordinal);

    /// <summary>Errors in the order in which they were found.</summary>
    internal IReadOnlyList<ConfigurationError> Errors => _errors;

    /// <summary>What is suspicious, but not wrong.</summary>
    internal IReadOnlyList<ConfigurationError> Warnings => _warnings;

    /// <summary>The keys that somebody set, with their sections.</summary>
    internal IReadOnlyCollection<string> SetKeys => _set.Keys;

    /// <summary>Adds an error.</summary>
    internal void Fail(SourceMark mark, string key, string message)
    {
        if (_errors.Count < MaxErrors) _errors.Add(ToError(mark, key, message));
    }

    /// <summary>Adds an error about a value, which is shown shortened and without secrets, with what is wrong about it where the syntax knows.</summary>
    internal void FailValue<T>(SourceMark mark, string key, string value, ValueSyntax<T> syntax, string allowed)
    {
        string fault = syntax.WhyNot?.Invoke(value) is { } clause ? $": {clause}" : "";
        Fail(mark, key, $"{(syntax.IsSecret ? $"'{SecretText.Hidden}'" : Show(value))} is not allowed{fault}; allowed: {allowed}");
    }

    /// <summary>Adds a warning.</summary>
    internal void Warn(SourceMark mark, string key, string message)
    {
        if (_warnings.Count < MaxErrors) _warnings.Add(ToError(mark, key, message));
    }

    /// <summary>Notes that a key was set.</summary>
    internal void NoteSet(string key, SourceMark mark) => _set[key] = mark;

    /// <summary>Where a key was set, if it was.</summary>
    internal bool TryGetMark(string key, [MaybeNullWhen(false)] out SourceMark mark) => _set.TryGetValue(key, out mark);

    /// <summary>A value as it is shown in messages.</summary>
    internal static string Show(string value) => $"'{Shorten(SecretText.HideInUrl(value), MaxShown)}'";

    private static ConfigurationError ToError(SourceMark mark, string key, string message) => new(mark, OneLine(Shorten(SecretText.HideInText(key), MaxKey)), OneLine(message));

    private static string Shorten(string text, int length) => text.Length > length ? text[..length] + "…" : text;

    private static string OneLine(string text) => text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? '?' : c)) : text;
}
