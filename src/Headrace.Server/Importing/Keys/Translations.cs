namespace Headrace.Server.Importing.Keys;

/// <summary>What becomes of a key, in the words of the tables.</summary>
internal static class Translations
{
    private const string Empty = "it is empty";

    /// <summary>It is a key of ours with the same value, or with what <paramref name="convert"/> makes of it; that gives null for what it does not understand.</summary>
    internal static ForeignKey To(string name, string target, Func<string, string?>? convert = null) => new(name, entry =>
    {
        if (entry.Text is not { } text) entry.Record.Lose("one value is expected here");
        else if (text.Length == 0) entry.Record.Drop(Empty);
        else if ((convert is null ? text : convert(text)) is { } value) entry.Set(target, value);
        else entry.Record.Lose($"its value is not understood; set {target} yourself");
    });

    /// <summary>The same of a duration.</summary>
    internal static ForeignKey Duration(string name, string target) => To(name, target, ForeignValues.Duration);

    /// <summary>The same of a word of truth.</summary>
    internal static ForeignKey Flag(string name, string target) => To(name, target, ForeignValues.FlagText);

    /// <summary>It says what holds anyway, or needs no saying.</summary>
    internal static ForeignKey Needless(string name, string why) => new(name, entry => entry.Record.Drop(why));

    /// <summary>What it says is lost, unless that is one of <paramref name="harmless"/> or nothing: a list is written with commas, words of truth are <c>true</c> and <c>false</c>.</summary>
    internal static ForeignKey Lost(string name, string why, params string[] harmless) => new(name, entry =>
    {
        if (entry.IsEmpty) entry.Record.Drop(Empty);
        else if (IsOneOf(entry, harmless)) entry.Record.Drop("it is what holds where nobody says anything");
        else entry.Record.Lose(why);
    });

    /// <summary>The same of several keys that are switched off where they say nothing, or <c>false</c>.</summary>
    internal static IEnumerable<ForeignKey> AllLost(string why, params string[] names) => names.Select(name => Lost(name, why, "false", "0"));

    /// <summary>True where an entry's value is one of those.</summary>
    internal static bool IsOneOf(ForeignEntry entry, params ReadOnlySpan<string> values)
    {
        if (entry.Texts is not { } texts) return false;
        string text = string.Join(',', texts);
        foreach (string value in values)
        {
            if (text == value || ForeignValues.FlagText(text) == value || (ForeignValues.Duration(text) is { } duration && duration == ForeignValues.Duration(value))) return true;
        }

        return false;
    }
}
