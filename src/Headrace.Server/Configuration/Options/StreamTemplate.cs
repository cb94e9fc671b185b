using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;
using Headrace.Server.Configuration.Sources;
using Headrace.Streaming.Paths;

namespace Headrace.Server.Configuration.Options;

/// <summary>
/// An entry of <c>streams</c> whose key is <c>~</c> and a regular expression: the settings of every stream whose name fits it. <c>$G1</c> to <c>$G9</c> in its values stand for what the
/// expression's groups matched, <c>$G0</c> for the whole match.
/// </summary>
internal sealed partial class StreamTemplate
{
    /// <summary>What begins such a key.</summary>
    internal const char Mark = '~';

    /// <summary>Most characters of a key.</summary>
    internal const int MaxLength = 500;

    /// <summary>What stands for a group where there is no name yet: it may stand wherever a name's characters may.</summary>
    private const string SamplePrefix = "headrace-group-";

    private readonly Regex _expression;
    private readonly Func<ConfigurationNode, StreamSettings> _read;
    private readonly ConfigurationNode _node;

    private StreamTemplate(string key, Regex expression, ConfigurationNode node, Func<ConfigurationNode, StreamSettings> read)
    {
        Key = key;
        _expression = expression;
        _node = node;
        _read = read;
        Sample = read(Replaced(node, static digit => SamplePrefix + digit));
    }

    /// <summary>Its key as it was written.</summary>
    internal string Key { get; }

    /// <summary>Its settings with words in the place of what groups match: for checks, and to be shown through <see cref="Shown"/>.</summary>
    internal StreamSettings Sample { get; private init; }

    /// <summary>What is put on top of what was read: who named it decides where it may be.</summary>
    internal Func<StreamSettings, StreamSettings> Finish { get; init; } = static settings => settings;

    /// <summary>Reads a key; false with what is wrong with it. Expressions are matched in linear time, so that no name can make one run long; what that forbids is refused.</summary>
    /// <param name="key">The key, with its mark.</param>
    /// <param name="node">What stands below it.</param>
    /// <param name="read">Reads settings.</param>
    /// <param name="template">The template.</param>
    /// <param name="fault">Why there is none.</param>
    internal static bool TryCreate(string key, ConfigurationNode node, Func<ConfigurationNode, StreamSettings> read, [NotNullWhen(true)] out StreamTemplate? template, [NotNullWhen(false)] out string? fault)
    {
        template = null;
        fault = null;
        if (key.Length > MaxLength)
        {
            fault = $"it has more than {MaxLength} characters";
            return false;
        }

        try
        {
            template = new StreamTemplate(key, new Regex(key[1..], RegexOptions.NonBacktracking | RegexOptions.CultureInvariant), node, read);
            return true;
        }
        catch (ArgumentException e)
        {
            // The library tells bad input by throwing; it stops here.
            fault = $"it is no regular expression that can be used: {e.Message}";
        }
        catch (NotSupportedException)
        {
            fault = "it looks around or back, which cannot be matched in linear time";
        }

        return false;
    }

    /// <summary>The settings of a stream; null where its name does not fit.</summary>
    internal StreamSettings? SettingsOf(StreamName name)
    {
        Match match = _expression.Match(name.Value);
        return match.Success ? Finish(_read(Replaced(_node, digit => match.Groups[digit].Value))) : null;
    }

    /// <summary>Text made of <see cref="Sample"/> as it was written.</summary>
    internal static string Shown(string text) => SampleGroups().Replace(text, "$$G$1");

    /// <summary>The same with what is put on top.</summary>
    internal StreamTemplate FinishedBy(Func<StreamSettings, StreamSettings> finish) => new(Key, _expression, _node, _read) { Finish = finish, Sample = finish(Sample) };

    private static ConfigurationNode Replaced(ConfigurationNode node, Func<int, string> groups) => node switch
    {
        ScalarNode scalar => scalar with { Text = Groups().Replace(scalar.Text, match => groups(int.Parse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture))) },
        SequenceNode list => list with { Items = [.. list.Items.Select(item => Replaced(item, groups))] },
        MappingNode mapping => mapping with { Entries = [.. mapping.Entries.Select(entry => entry with { Value = Replaced(entry.Value, groups) })] },
        _ => node,
    };

    [GeneratedRegex(@"\$G([0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex Groups();

    [GeneratedRegex(SamplePrefix + "([0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex SampleGroups();
}
