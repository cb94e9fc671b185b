using System.ComponentModel;
using System.Diagnostics;

namespace Headrace.Streaming.Supervision;

/// <summary>A program that is given bytes, answers with bytes, and ends: run without a shell, within a time and a size, reaped in every case.</summary>
internal static class ChildFilter
{
    /// <summary>Runs a program that is looked for on the PATH.</summary>
    /// <param name="program">Name or path of the program.</param>
    /// <param name="arguments">Its arguments, each as the program shall see it.</param>
    /// <param name="input">What it reads.</param>
    /// <param name="maxOutput">Bytes that it may answer; one with more is ended.</param>
    /// <param name="patience">How long it may take; then it is ended.</param>
    /// <param name="clock">Time of that wait.</param>
    /// <param name="cancellation">Ends it before.</param>
    public static async Task<ChildFilterResult> RunAsync(
        string program, IReadOnlyList<string> arguments, ReadOnlyMemory<byte> input, int maxOutput, TimeSpan patience, TimeProvider clock, CancellationToken cancellation)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using Process process = Process.Start(start)!;
            return await RunAsync(process, input, maxOutput, patience, clock, cancellation).ConfigureAwait(false);
        }
        catch (Win32Exception e)
        {
            return new ChildFilterResult(ChildFilterEnd.NotStarted, [], e.Message);
        }
    }

    private static async Task<ChildFilterResult> RunAsync(Process process, ReadOnlyMemory<byte> input, int maxOutput, TimeSpan patience, TimeProvider clock, CancellationToken cancellation)
    {
        using CancellationTokenSource timeout = new(patience, clock);
        using CancellationTokenSource deadline = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        LogTail log = new();
        try
        {
            Task writing = WriteAsync(process.StandardInput.BaseStream, input, deadline.Token);
            Task logging = LogAsync(process.StandardError, log, deadline.Token);
            byte[]? output = await ReadAsync(process.StandardOutput.BaseStream, maxOutput, deadline.Token).ConfigureAwait(false);
            if (output is null) return new ChildFilterResult(ChildFilterEnd.Failed, [], "it answers with too much");
            await Task.WhenAll(writing, logging, process.WaitForExitAsync(deadline.Token)).ConfigureAwait(false);
            return process.ExitCode == 0
                ? new ChildFilterResult(ChildFilterEnd.Done, output, "")
                : new ChildFilterResult(ChildFilterEnd.Failed, [], log.Lines is [.., var last] ? last : $"it ended with {process.ExitCode}");
        }
        catch (OperationCanceledException)
        {
            return new ChildFilterResult(ChildFilterEnd.TimedOut, [], $"it took longer than {patience.TotalSeconds} s");
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    private static async Task WriteAsync(Stream target, ReadOnlyMemory<byte> input, CancellationToken cancellation)
    {
        try
        {
            await using (target.ConfigureAwait(false)) await target.WriteAsync(input, cancellation).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // It has read enough, or is gone: its exit code says which.
        }
    }

    private static async Task<byte[]?> ReadAsync(Stream source, int maxBytes, CancellationToken cancellation)
    {
        using MemoryStream output = new();
        byte[] buffer = new byte[64 * 1024];
        int count;
        while ((count = await source.ReadAsync(buffer, cancellation).ConfigureAwait(false)) > 0)
        {
            if (output.Length + count > maxBytes) return null;
            output.Write(buffer, 0, count);
        }

        return output.ToArray();
    }

    private static async Task LogAsync(StreamReader errors, LogTail log, CancellationToken cancellation)
    {
        while (await errors.ReadLineAsync(cancellation).ConfigureAwait(false) is { } line) log.Add(line);
    }
}
