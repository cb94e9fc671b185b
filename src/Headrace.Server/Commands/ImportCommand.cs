using Headrace.Server.Configuration.Sources;
using Headrace.Server.Importing;

namespace Headrace.Server.Commands;

/// <summary><c>headrace import FILE</c>.</summary>
internal static class ImportCommand
{
    /// <summary>Where the result goes.</summary>
    internal static CommandOption Output { get; } = new("output", "FILE", "Where headrace.yml is written, for its owner alone; else standard output. A file that is there is not replaced.");

    /// <summary>Translates a file, and tells what became of each of its keys.</summary>
    internal static async Task<int> RunAsync(Invocation invocation)
    {
        string path = invocation.Arguments[0];
        ImportResult result;
        try
        {
            result = Importer.Import(Read(path), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            string reason = e is FileNotFoundException or DirectoryNotFoundException ? "there is no such file" : e.Message;
            return Fail(invocation, $"{path}: cannot be read: {reason}");
        }

        foreach (string line in result.Report.Keys.Count == 0 ? [] : result.Report.Lines()) await invocation.Errors.WriteLineAsync(line).ConfigureAwait(false);
        if (result.Text is null) return Fail(invocation, result.Fault!);
        if (!invocation.Options.TryGetValue(Output.Name, out string? output)) await invocation.Output.WriteAsync(result.Text).ConfigureAwait(false);
        else if (!TryWrite(output, result.Text, out string? fault)) return Fail(invocation, fault);
        return result.Report.IsComplete ? ExitCodes.Success : ExitCodes.Incomplete;
    }

    private static byte[] Read(string path)
    {
        using FileStream stream = File.OpenRead(path);
        byte[] bytes = new byte[YamlLimits.MaxFileBytes + 1];
        return bytes[..stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
    }

    // What is in it may be passwords.
    private static bool TryWrite(string path, string text, [System.Diagnostics.CodeAnalysis.NotNullWhen(false)] out string? fault)
    {
        fault = null;
        try
        {
            FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using StreamWriter writer = new(path, options);
            writer.Write(text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            fault = File.Exists(path) ? $"{path}: it is there already; name another file, or take it away" : $"{path}: cannot be written: {e.Message}";
        }

        return fault is null;
    }

    private static int Fail(Invocation invocation, string fault)
    {
        invocation.Errors.WriteLine($"headrace: {ImportReport.OneLine(fault)}");
        return ExitCodes.Failure;
    }
}
