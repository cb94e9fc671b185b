using Microsoft.Extensions.Logging;

namespace Headrace.Server.Logging;

/// <summary>The journal of systemd: a line that begins with <c>&lt;N&gt;</c> has that level there (sd-daemon(3)), so that <c>journalctl --priority</c> finds it.</summary>
internal static class SystemJournal
{
    private const string Variable = "JOURNAL_STREAM";

    /// <summary>True when standard error goes to the journal. The environment alone does not say so: who redirects it leaves that as it is.</summary>
    internal static bool IsStandardError() =>
        OperatingSystem.IsLinux() && IsStream(Environment.GetEnvironmentVariable(Variable), new FileInfo("/proc/self/fd/2").LinkTarget);

    /// <summary>True when an open file is the journal's socket.</summary>
    /// <param name="journal">Device and inode of the socket, with a colon, or null.</param>
    /// <param name="file">What the kernel says of the file: <c>socket:[INODE]</c>.</param>
    internal static bool IsStream(string? journal, string? file) =>
        journal?.Split(':') is [_, { Length: > 0 } inode] && file == $"socket:[{inode}]";

    /// <summary>The journal's word for a level.</summary>
    internal static string Prefix(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => "<7>",
        LogLevel.Information => "<6>",
        LogLevel.Warning => "<4>",
        LogLevel.Error => "<3>",
        _ => "<2>",
    };
}
