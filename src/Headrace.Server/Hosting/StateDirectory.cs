using System.Diagnostics.CodeAnalysis;

namespace Headrace.Server.Hosting;

/// <summary>The directory of what a server keeps over restarts. One server owns it at a time, by a lock on a file in it.</summary>
internal sealed class StateDirectory : IDisposable
{
    private const string LockName = "lock";

    /// <summary>What a file that somebody else has locked is answered with: EWOULDBLOCK, and Windows' sharing violation.</summary>
    private static readonly int WouldBlock = OperatingSystem.IsWindows() ? unchecked((int)0x80070020) : OperatingSystem.IsMacOS() ? 35 : 11;
    private const UnixFileMode OnlyMe = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly FileStream _lock;

    private StateDirectory(string path, FileStream @lock)
    {
        Path = path;
        _lock = @lock;
    }

    /// <summary>Full path.</summary>
    internal string Path { get; }

    /// <summary>Takes the directory, which is made if need be; false with the reason when it cannot be written or another server has it.</summary>
    internal static bool TryOpen(string path, [NotNullWhen(true)] out StateDirectory? directory, [NotNullWhen(false)] out string? fault)
    {
        directory = null;
        fault = null;
        string full = System.IO.Path.GetFullPath(path);
        try
        {
            if (!Directory.Exists(full)) Create(full);
            directory = new StateDirectory(full, new FileStream(System.IO.Path.Combine(full, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            fault = $"the state directory {full} cannot be written: let this user write there, or choose another one with --state";
        }
        catch (IOException e)
        {
            fault = e.HResult == WouldBlock
                ? $"the state directory {full} is used by another server; give each one its own with --state"
                : Describe(full, e);
        }

        return false;
    }

    /// <summary>Gives the directory free.</summary>
    public void Dispose() => _lock.Dispose();

    /// <summary>Why nothing can be kept in a directory, and what helps.</summary>
    internal static string Describe(string path, IOException e) => $"the state directory {path} cannot be written ({e.Message.TrimEnd('.')}): make room there, or choose another one with --state";

    private static void Create(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, OnlyMe);
    }
}
