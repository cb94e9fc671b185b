using Headrace.Server.Configuration;

namespace Headrace.Server.Commands;

/// <summary><c>headrace check-config [FILE]</c>.</summary>
internal static class CheckConfigCommand
{
    /// <summary>Reads the configuration and prints what is wrong, an error a line; a configuration without errors is one line.</summary>
    internal static Task<int> RunAsync(Invocation invocation)
    {
        if (invocation.Arguments.Count > 0) invocation = invocation with { ConfigurationFile = invocation.Arguments[0] };
        LoadedConfiguration loaded = ConfigurationLoader.Load(ProcessConfiguration.SourcesOf(invocation));
        foreach (ConfigurationError warning in loaded.Warnings) invocation.Errors.WriteLine($"warning: {warning}");
        foreach (ConfigurationError error in loaded.Errors) invocation.Errors.WriteLine(error);
        if (!loaded.IsValid) return Task.FromResult(ExitCodes.Failure);
        invocation.Output.WriteLine($"{loaded.File ?? "no file, the defaults"}: correct");
        return Task.FromResult(ExitCodes.Success);
    }
}
