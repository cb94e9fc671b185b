using System.Diagnostics.CodeAnalysis;
using Headrace.Server.Configuration.Schema;
using Headrace.Server.Configuration.Sources;

namespace Headrace.Server.Commands;

/// <summary>
/// Reads the command line: a command, its arguments, and options <c>--name VALUE</c> or <c>--name=VALUE</c> in any order. Every key of the
/// configuration is an option, with colons between its sections.
/// </summary>
internal sealed class CommandLineParser(CommandTable commands)
{
    private const string HelpName = "help";
    private readonly List<string> _words = [];
    private readonly List<(string Name, string Value)> _options = [];
    private bool _wantsHelp;
    private bool _wantsVersion;

    /// <summary>Finds out which command is called; false with what is wrong, in words.</summary>
    internal static bool TryParse(CommandTable commands, IReadOnlyList<string> words, [NotNullWhen(true)] out Invocation? invocation, [NotNullWhen(false)] out string? fault)
    {
        CommandLineParser parser = new(commands);
        invocation = null;
        fault = parser.Collect(words) ?? parser.Resolve(out invocation);
        return fault is null && invocation is not null;
    }

    private string? Collect(IReadOnlyList<string> words)
    {
        for (int i = 0; i < words.Count; i++)
        {
            string word = words[i];
            if (word is "-h" or "-?" or "--help") _wantsHelp = true;
            else if (word is "--version") _wantsVersion = true;
            else if (!word.StartsWith('-') || word == "-") _words.Add(word);
            else if (!word.StartsWith("--", StringComparison.Ordinal)) return $"there is no option {word}; options begin with two dashes";
            else if (commands.HasFlag(word[2..])) _options.Add((word[2..], ""));
            else if (word.IndexOf('=', StringComparison.Ordinal) is > 0 and int equals) _options.Add((word[2..equals], word[(equals + 1)..]));
            else if (i + 1 < words.Count) _options.Add((word[2..], words[++i]));
            else return Unknown(word[2..]) ?? $"{word} needs a value";
        }

        return null;
    }

    private string? Resolve(out Invocation? invocation)
    {
        invocation = null;
        if (_wantsHelp || (_words.Count > 0 && _words[0] == HelpName))
        {
            invocation = new Invocation { Command = commands.Help };
            return null;
        }

        if (_wantsVersion) _words.Insert(0, commands.Version.Name);
        string name = _words.Count > 0 ? _words[0] : commands.Default.Name;
        if (commands.Find(name) is not { } command) return CommandSuggestion(name);
        string[] arguments = [.. _words.Skip(1)];
        if (arguments.Length > command.MostArguments) return $"{command.Name} does not take {arguments[command.MostArguments]}; {Usage(command)}";
        if (arguments.Length < command.LeastArguments) return $"{command.Name} needs more; {Usage(command)}";
        invocation = new Invocation { Command = command, Arguments = arguments };
        return ApplyOptions(ref invocation);
    }

    private string? ApplyOptions(ref Invocation invocation)
    {
        Dictionary<string, string> own = [];
        List<Setting> settings = [];
        foreach ((string name, string value) in _options)
        {
            Command command = invocation.Command;
            if (Unknown(name) is { } unknown) return unknown;
            if (command.Options.Any(option => option.Name == name)) own[name] = value;
            else if (!command.TakesConfiguration || commands.All.Any(other => other.Options.Any(option => option.Name == name))) return $"{command.Name} does not take --{name}; {Usage(command)}";
            else if (name == CommandTable.ConfigurationOption.Name) invocation = invocation with { ConfigurationFile = value };
            else if (name == CommandTable.PortOption.Name) settings.Add(new Setting(["http", "listen"], ":" + value, "option --port"));
            else if (SchemaPath.TryResolve(name.Split(':'), out string[]? path, out string? fault)) settings.Add(new Setting(path, value, $"option --{name}"));
            else return $"--{name}: {fault}";
        }

        invocation = invocation with { Options = own, Settings = settings };
        return null;
    }

    private string? Unknown(string name)
    {
        string[] parts = name.Split(':');
        if (commands.HasOption(name) || SchemaPath.TryResolve(parts, out _, out string? fault)) return null;
        IEnumerable<string> keys = ConfigurationSchema.Listing.Select(key => key.Path.Replace('.', ':'));
        if (EditDistance.Nearest(name, commands.OptionNames.Concat(keys)) is { } nearest) return $"there is no option --{name}; did you mean --{nearest}?";
        bool isInSection = ConfigurationSchema.Root.Keys.Any(key => key.Name == parts[0]);
        return isInSection ? $"--{name}: {fault}" : $"there is no option --{name}; see headrace --help";
    }

    private string CommandSuggestion(string name) => EditDistance.Nearest(name, commands.All.Select(command => command.Name)) is { } nearest
        ? $"there is no command {name}; did you mean {nearest}?"
        : $"there is no command {name}; there are {string.Join(", ", commands.All.Select(command => command.Name))}";

    private static string Usage(Command command) => $"it is used as: headrace {command.Name} {command.Arguments}".TrimEnd();
}
