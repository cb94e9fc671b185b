using System.Text.RegularExpressions;
using Headrace.Interop.Tests.Networks;
using Headrace.Interop.Tests.Publishers;
using Headrace.TestKit;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Documents;

/// <summary>
/// Where the commands of a document run as they are written: a network of its own with the server on its usual ports, and a stream <c>cam1</c>; a folder with <c>film.mp4</c>; <c>headrace</c> on the PATH.
/// Only names of hosts (<c>HOST</c>, <c>SERVER</c>, <c>server</c>, <c>media.example</c>) and the <c>TOKEN</c> are put in.
/// </summary>
internal sealed partial class CommandRoom : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder _folder = new();
    private readonly List<ClientProcess> _running = [];
    private readonly NetworkNamespace _network;
    private readonly Dictionary<string, string> _environment;
    private ClientProcess _server = null!;

    private CommandRoom(NetworkNamespace network)
    {
        _network = network;
        string bin = Path.Combine(_folder.Path, "bin");
        Directory.CreateDirectory(bin);
        string headrace = Path.Combine(bin, "headrace");
        File.WriteAllText(headrace, $"#!/bin/sh\nexec dotnet {TestFolders.ServerAssembly} \"$@\"\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(headrace, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        // An answer of HTTP that says no is curl's failure too.
        File.WriteAllText(Path.Combine(_folder.Path, ".curlrc"), "fail\nsilent\nshow-error\n");
        _environment = new Dictionary<string, string>
        {
            ["PATH"] = bin + ":" + Environment.GetEnvironmentVariable("PATH"), ["CURL_HOME"] = _folder.Path, ["SDL_VIDEODRIVER"] = "dummy", ["SDL_AUDIODRIVER"] = "dummy",
        };
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Log => _server.Output + _server.Errors;

    /// <summary>Prepares it for a page.</summary>
    internal static async Task<CommandRoom> PrepareAsync(CommandPage page)
    {
        Skip.UnlessInstalled("bash", "curl", "ffmpeg");
        CommandRoom room = new(await NetworkNamespace.CreateAsync());
        try
        {
            string clip = await TestMedia.GetAsync(Clips.Plain);
            File.CreateSymbolicLink(Path.Combine(room._folder.Path, "film.mp4"), clip);
            room._server = room.Start("headrace serve --state state " + string.Join(' ', page.ServerArguments.Select(argument => $"'{argument}'")));
            await room._server.WaitForTextAsync("HTTP listens on", cancellation: Cancellation);
            room._running.Add(room._network.Start("ffmpeg", FfmpegPublisher.RtspArguments(clip, "rtsp://127.0.0.1:8554/cam1", "tcp")));
            await room._server.WaitForTextAsync("stream  cam1  Active", cancellation: Cancellation);
            return room;
        }
        catch
        {
            await room.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs a block.</summary>
    internal async Task RunAsync(CommandBlock block)
    {
        if (block.Until is null)
        {
            await using ClientProcess commands = Start(block.Text);
            int code = await commands.WaitForExitAsync(Patience, Cancellation);
            Assert.True(code == 0, $"line {block.Line}: the commands end with {code}\n{commands.Output}{commands.Errors}\n{Log}");
            return;
        }

        foreach (string command in block.Commands) await RunUntilAsync(command, block);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (ClientProcess process in _running) await process.DisposeAsync();
        if (_server is not null) await _server.DisposeAsync();
        await _network.DisposeAsync();
        TestContext.Current.TestOutputHelper?.WriteLine(_server is null ? "" : Log);
        _folder.Dispose();
    }

    private async Task RunUntilAsync(string command, CommandBlock block)
    {
        int before = Count(Log, block.Until!);
        ClientProcess running = Start(command);
        _running.Add(running);
        await Eventually.True(
            () =>
            {
                bool hasEnded = running.HasEnded;
                if (Count(Log, block.Until!) > before || (running.Output + running.Errors).Contains(block.Until!, StringComparison.Ordinal)) return true;
                Assert.False(hasEnded, $"line {block.Line}: {command}\nended before it was said: {block.Until}\n{running.Output}{running.Errors}\n{Log}");
                return false;
            },
            $"line {block.Line}: {command}\nis followed by: {block.Until}\n{running.Errors}\n{Log}", Patience, Cancellation);
    }

    private ClientProcess Start(string commands) =>
        ClientProcess.Start("ip", ["netns", "exec", _network.Name, "bash", "-eo", "pipefail", "-c", WithNames(commands)], _folder.Path, _environment);

    private string WithNames(string commands)
    {
        string local = HostName().Replace(commands, "127.0.0.1");
        return local.Contains("TOKEN", StringComparison.Ordinal) ? local.Replace("TOKEN", File.ReadAllText(Path.Combine(_folder.Path, "state", "access-token")).Trim(), StringComparison.Ordinal) : local;
    }

    private static int Count(string text, string part) => Regex.Count(text, Regex.Escape(part));

    [GeneratedRegex(@"\b(media\.example|HOST|SERVER)\b|(?<=//)server\b")]
    private static partial Regex HostName();
}
