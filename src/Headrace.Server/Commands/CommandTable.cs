using Headrace.Server.Commands.CheckPlaylist;

namespace Headrace.Server.Commands;

/// <summary>All commands. A new one is a line here.</summary>
internal sealed class CommandTable
{
    internal CommandTable()
    {
        Version = new Command("version", "", "Prints the version, and which native libraries and programs were found.", VersionCommand.RunAsync) { Options = [VersionCommand.Json] };
        Help = new Command("help", "", "Prints this.", invocation => HelpCommand.RunAsync(invocation, this));
        Default = new Command("serve", "", "Runs the server; so does headrace without a command.", ServeCommand.RunAsync) { TakesConfiguration = true };
        All =
        [
            Default,
            new Command("demo", "", "Runs the server with a test picture as stream demo, and prints the page to open.", DemoCommand.RunAsync) { TakesConfiguration = true },
            new Command("hls", "RTSP-URL [DIRECTORY] [PORT]", "Runs the server with one camera, and prints where it plays over HLS; a directory keeps it as files too.", HlsCommand.RunAsync) { TakesConfiguration = true },
            new Command("check-config", "[FILE]", "Reads the configuration as serve would, and tells everything that is wrong.", CheckConfigCommand.RunAsync) { TakesConfiguration = true },
            new Command("import", "FILE", "Makes a headrace.yml of a mediamtx.yml, or of a file with a section ingestion or streaming, and tells what became of each key.", ImportCommand.RunAsync)
            {
                Options = [ImportCommand.Output],
            },
            new Command("check-playlist", "URL", "Follows an HLS or DASH stream and tells every breach of its rules.", CheckPlaylistCommand.RunAsync)
            {
                Options = [CheckPlaylistCommand.Duration, CheckPlaylistCommand.FrameRate],
            },
            Version,
            Help,
        ];
    }

    /// <summary>Names the configuration file.</summary>
    internal static CommandOption ConfigurationOption { get; } = new("config", "FILE", "The configuration file; else headrace.yml here or beside the program.");

    /// <summary>Short for a key that is often set.</summary>
    internal static CommandOption PortOption { get; } = new("port", "N", "Short for --http:listen :N.");

    /// <summary>The commands, in the order of the help.</summary>
    internal IReadOnlyList<Command> All { get; }

    /// <summary>The command that runs when none is named.</summary>
    internal Command Default { get; }

    /// <summary>Tells how it all is used.</summary>
    internal Command Help { get; }

    /// <summary>Tells the version.</summary>
    internal Command Version { get; }

    /// <summary>The names of all options that are no keys of the configuration.</summary>
    internal IEnumerable<string> OptionNames =>
        [ConfigurationOption.Name, PortOption.Name, "help", "version", .. All.SelectMany(command => command.Options).Select(option => option.Name)];

    /// <summary>The command of this name, or null.</summary>
    internal Command? Find(string name) => All.FirstOrDefault(command => command.Name == name);

    /// <summary>True when some command has this option, and it takes no value.</summary>
    internal bool HasFlag(string name) => All.SelectMany(command => command.Options).Any(option => option.Name == name && option.Value.Length == 0);

    /// <summary>True when some command has this option.</summary>
    internal bool HasOption(string name) => OptionNames.Contains(name);
}
