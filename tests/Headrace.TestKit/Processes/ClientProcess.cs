using System.Diagnostics;

namespace Headrace.TestKit.Processes;

/// <summary>
/// A real program run by a test: its output is captured (bounded), it can be waited for, and disposing it ends it and what it started, and nothing else.
/// </summary>
public sealed class ClientProcess : IAsyncDisposable
{
    private static readonly TimeSpan EndDeadline = TimeSpan.FromSeconds(10);
    private readonly Process _process;
    private readonly OutputCapture _output = new();
    private readonly OutputCapture _errors = new();
    private readonly Task _pipes;
    private bool _isDisposed;

    private ClientProcess(Process process)
    {
        _process = process;
        _pipes = Task.WhenAll(_output.ReadAsync(process.StandardOutput.BaseStream), _errors.ReadAsync(process.StandardError.BaseStream));
    }

    /// <summary>The program and its arguments, as a shell would show them.</summary>
    public string CommandLine => string.Join(' ', [_process.StartInfo.FileName, .. _process.StartInfo.ArgumentList]);

    /// <summary>The id of the process that was started.</summary>
    public int Id => _process.Id;

    /// <summary>True once the process has ended and all that it wrote was read.</summary>
    public bool HasEnded => _process.HasExited && _pipes.IsCompleted;

    /// <summary>Standard output so far, as UTF-8.</summary>
    public string Output => _output.ToText();

    /// <summary>Standard output so far.</summary>
    public byte[] OutputBytes => _output.ToArray();

    /// <summary>Standard error so far, as UTF-8.</summary>
    public string Errors => _errors.ToText();

    /// <summary>True when more was written than is kept, so that the start of <see cref="Output"/> or <see cref="Errors"/> is missing.</summary>
    public bool IsTruncated => _output.IsTruncated || _errors.IsTruncated;

    /// <summary>Starts <paramref name="program"/> without a shell and with standard input closed. <paramref name="environment"/> is added to this process's own.</summary>
    public static ClientProcess Start(
        string program, IEnumerable<string> arguments, string? workingDirectory = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = workingDirectory ?? "",
        };
        foreach ((string key, string value) in environment ?? new Dictionary<string, string>()) start.Environment[key] = value;
        Process process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        process.StandardInput.Close();
        return new ClientProcess(process);
    }

    /// <summary>Runs a program to its end and gives its standard output; throws with the program's own words when it fails or takes longer than <paramref name="within"/>.</summary>
    public static async Task<string> RunAsync(string program, IEnumerable<string> arguments, TimeSpan? within = null, CancellationToken cancellation = default)
    {
        await using ClientProcess process = Start(program, arguments);
        int code = await process.WaitForExitAsync(within, cancellation).ConfigureAwait(false);
        return code == 0 ? process.Output : throw new InvalidOperationException($"{process} ended with {code}: {process.Errors}");
    }

    /// <summary>Waits for the end and gives the exit code, with all output read; throws after <paramref name="within"/>, leaving the process running.</summary>
    public async Task<int> WaitForExitAsync(TimeSpan? within = null, CancellationToken cancellation = default)
    {
        using CancellationTokenSource deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(within ?? Eventually.DefaultDeadline);
        try
        {
            await _process.WaitForExitAsync(deadline.Token).ConfigureAwait(false);
            await _pipes.WaitAsync(deadline.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new TimeoutException($"{this} still runs. {Errors}");
        }
        return _process.ExitCode;
    }

    /// <summary>Waits until standard output or standard error contains <paramref name="text"/>; throws when the process ends without it.</summary>
    public Task WaitForTextAsync(string text, TimeSpan? within = null, CancellationToken cancellation = default) =>
        Eventually.True(() => HasText(text), $"{this} says \"{text}\"", within, cancellation);

    /// <summary>Sends a signal to the process itself, not to what it started. Nothing happens when it has ended.</summary>
    public void Send(UnixSignal signal)
    {
        if (!_process.HasExited) UnixSignals.Send(_process.Id, signal);
    }

    /// <summary>Kills the process and its descendants, if they still run, and waits for its end. Its output can still be read; a second call does nothing.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true)) return;
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync().WaitAsync(EndDeadline).ConfigureAwait(false);
        _process.Dispose();
    }

    public override string ToString() => CommandLine;

    private bool HasText(string text)
    {
        bool hasEnded = HasEnded;
        if (Output.Contains(text, StringComparison.Ordinal) || Errors.Contains(text, StringComparison.Ordinal)) return true;
        return hasEnded ? throw new InvalidOperationException($"{this} ended with {_process.ExitCode} before it said \"{text}\": {Output}{Errors}") : false;
    }
}
