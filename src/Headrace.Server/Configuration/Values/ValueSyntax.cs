using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Headrace.Streaming.Access;

namespace Headrace.Server.Configuration.Values;

/// <summary>How a setting's value is written: read from text, written as text, and described to whoever wrote something else.</summary>
/// <typeparam name="T">Type of the value.</typeparam>
internal sealed class ValueSyntax<T>(string allowed, ValueSyntax<T>.Parser parser, Func<T, string> formatter)
{
    /// <summary>Reads a value; false for anything else, never throws.</summary>
    internal delegate bool Parser(string text, [MaybeNullWhen(false)] out T value);

    /// <summary>What may be written, to stand after "allowed:".</summary>
    internal string Allowed { get; } = allowed;

    /// <summary>Reads a value.</summary>
    internal bool TryParse(string text, [MaybeNullWhen(false)] out T value) => parser(text, out value);

    /// <summary>Writes a value so that <see cref="TryParse"/> reads it back.</summary>
    internal string Format(T value) => formatter(value);

    /// <summary>True for what must not be shown.</summary>
    internal bool IsSecret { get; init; }

    /// <summary>What is wrong with a text that cannot be read, as a clause for people without secrets, null where only <see cref="Allowed"/> can be said; null for syntaxes that never know.</summary>
    internal Func<string, string?>? WhyNot { get; init; }

    /// <summary>How a value that holds a secret is shown without it; null for values that are shown as they are.</summary>
    internal Func<T, string>? Shown { get; init; }

    /// <summary>The value as JSON: numbers and words of truth as themselves, everything else as <see cref="Format"/> writes it; a secret is hidden unless it is to be revealed.</summary>
    internal JsonNode ToJson(T value, bool reveals) => value switch
    {
        null => JsonValue.Create(""),
        bool word when bool.TryParse(Format(value), out _) => JsonValue.Create(word),
        int number => JsonValue.Create(number),
        double number => JsonValue.Create(number),
        _ => JsonValue.Create(reveals ? Format(value) : IsSecret ? SecretText.Hidden : Shown is null ? Format(value) : Shown(value)),
    };

    /// <summary>The same syntax, for values that <paramref name="isAllowed"/> holds for.</summary>
    internal ValueSyntax<T> Where(Func<T, bool> isAllowed, string description) =>
        new(description, (string text, [MaybeNullWhen(false)] out T value) => parser(text, out value) && isAllowed(value), formatter) { IsSecret = IsSecret, Shown = Shown, WhyNot = WhyNot };
}
