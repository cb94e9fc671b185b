using Headrace.Server.Configuration.Schema;

namespace Headrace.Server.Commands;

/// <summary><c>headrace --help</c>: commands, options, and every key of the configuration, from their descriptions.</summary>
internal static class HelpCommand
{
    /// <summary>Prints the help.</summary>
    internal static Task<int> RunAsync(Invocation invocation, CommandTable commands)
    {
        TextWriter output = invocation.Output;
        output.WriteLine("Headrace, a live media server.");
        output.WriteLine();
        output.WriteLine("Usage: headrace [COMMAND] [OPTIONS]");
        output.WriteLine();
        foreach (Command command in commands.All)
        {
            Entry(output, $"{command.Name} {command.Arguments}", command.Summary);
            foreach (CommandOption option in command.Options) Entry(output, $"  --{option.Name} {option.Value}", option.Summary);
        }

        output.WriteLine();
        output.WriteLine("Options of serve, demo and check-config:");
        foreach (CommandOption option in new[] { CommandTable.ConfigurationOption, CommandTable.PortOption }) Entry(output, $"--{option.Name} {option.Value}", option.Summary);
        foreach (KeyListing key in ConfigurationSchema.Listing) Key(output, key);
        output.WriteLine();
        output.WriteLine("The same keys stand in headrace.yml (hls: { segmentDuration: 2s }) and in the environment (HEADRACE_HLS__SEGMENTDURATION=2s).");
        output.WriteLine("The command line wins over the environment, and that over the file.");
        return Task.FromResult(ExitCodes.Success);
    }

    private static void Entry(TextWriter output, string name, string summary) => output.WriteLine($"  {name,-36} {summary}");

    private static void Key(TextWriter output, KeyListing key)
    {
        string preset = key.Key.Default.Length == 0 ? "" : $" [{key.Key.Default}]";
        Entry(output, $"--{key.Path.Replace('.', ':')}", $"{key.Key.Summary.TrimEnd('.')}: {key.Key.Allowed}{preset}");
    }
}
