using System.ComponentModel;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text;

namespace Headrace.Streaming.Supervision;

/// <summary>A program that runs for us: started without a shell, its output read to its end and its last lines kept, ended and reaped with us.</summary>
public sealed partial class ChildProcess : IAsyncDisposable
{
    /// <summary>How long it may take to end after it was asked to.</summary>
    internal static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(3);

    private const int Interrupt = 2;
    private const int ReadBufferSize = 4096;

    private readonly Process _process;
    private readonly TimeProvider _clock;
    private readonly Task _output;

    private ChildProcess(Process process, TimeProvider clock)
    {
        _process = process;
        _clock = clock;
        Id = process.Id;
        _output = Task.WhenAll(ReadAsync(process.StandardOutput), ReadAsync(process.StandardError));
    }

    /// <summary>Its process id.</summary>
    public int Id { get; }

    /// <summary>What it wrote last, on either of its outputs.</summary>
    public LogTail Log { get; } = new();

    /// <summary>Starts a program that is looked for on the PATH; false when there is none of this name.</summary>
    /// <param name="program">Name or path of the program.</param>
    /// <param name="arguments">Its arguments, each as the program shall see it.</param>
    /// <param name="clock">Time of the wait for its end.</param>
    /// <param name="child">The running program, which the caller disposes.</param>
    /// <param name="fault">Why it could not be started.</param>
    public static bool TryStart(
        string program, IReadOnlyList<string> arguments, TimeProvider clock, [NotNullWhen(true)] out ChildProcess? child, [NotNullWhen(false)] out string? fault)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        child = null;
        try
        {
            Process process = Process.Start(start)!;
            process.StandardInput.Close();
            child = new ChildProcess(process, clock);
            fault = null;
            return true;
        }
        catch (Win32Exception e)
        {
            fault = e.Message;
            return false;
        }
    }

    /// <summary>Waits for its end and for all that it wrote.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> WaitForEndAsync(CancellationToken cancellation)
    {
        await _process.WaitForExitAsync(cancellation).ConfigureAwait(false);
        await _output.WaitAsync(cancellation).ConfigureAwait(false);
        return _process.ExitCode;
    }

    /// <summary>Asks it to end, kills it after <see cref="EndTimeout"/>, and reaps it. Nothing happens when it has ended.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await EndAsync().ConfigureAwait(false);
        _process.Dispose();
    }

    private async Task EndAsync()
    {
        using CancellationTokenSource deadline = new(EndTimeout, _clock);
        try
        {
            _ = Kill(Id, Interrupt);
            await _process.WaitForExitAsync(deadline.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task ReadAsync(StreamReader output)
    {
        char[] buffer = new char[ReadBufferSize];
        StringBuilder line = new(LogTail.MaxLineLength);
        try
        {
            int count;
            while ((count = await output.ReadAsync(buffer).ConfigureAwait(false)) > 0)
            {
                foreach (char c in buffer.AsSpan(0, count)) Take(c, line);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The pipe went with the process.
        }

        Log.Add(line.ToString());
    }

    private void Take(char c, StringBuilder line)
    {
        if (c is '\n' or '\r')
        {
            Log.Add(line.ToString());
            line.Clear();
        }
        else if (line.Length < LogTail.MaxLineLength)
        {
            // A line without end must not grow without bound.
            line.Append(c);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int processId, int signal);
}
