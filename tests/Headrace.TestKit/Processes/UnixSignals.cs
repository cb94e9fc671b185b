using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Headrace.TestKit.Processes;

/// <summary>kill(2).</summary>
internal static partial class UnixSignals
{
    private const int NoSuchProcess = 3;

    /// <summary>Sends <paramref name="signal"/>; a process that has ended meanwhile is not an error.</summary>
    internal static void Send(int processId, UnixSignal signal)
    {
        if (Kill(processId, (int)signal) == 0) return;
        int error = Marshal.GetLastPInvokeError();
        if (error != NoSuchProcess) throw new Win32Exception(error);
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int processId, int signal);
}
