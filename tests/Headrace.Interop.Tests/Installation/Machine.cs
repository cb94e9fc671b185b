using System.Text.RegularExpressions;
using Headrace.TestKit;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Installation;

/// <summary>
/// A machine of the test's own, with systemd as its first process: this machine's files, over which changes are kept in memory, its own processes and its own network.
/// What is installed, started and written there is gone with it, however the test ends.
/// </summary>
internal sealed partial class Machine : IAsyncDisposable
{
    private static readonly TimeSpan BootDeadline = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan CommandDeadline = TimeSpan.FromSeconds(120);

    private readonly string _cgroup;
    private readonly TemporaryFolder _memory;
    private readonly TemporaryFolder _shared;
    private readonly ClientProcess _first;
    private string _id = "";

    private Machine(string cgroup)
    {
        _cgroup = cgroup;
        _memory = new TemporaryFolder();
        _shared = new TemporaryFolder();
        _first = ClientProcess.Start("sh", [Path.Combine(TestFolders.Root, "tests/Headrace.Interop.Tests/Installation/machine.sh"), cgroup, _memory.Path, _shared.Path]);
    }

    /// <summary>A folder that is <c>/run/shared</c> there, where commands are run.</summary>
    public string Shared => _shared.Path;

    /// <summary>Boots one; skips the test where this user may not, or where Headrace is installed already.</summary>
    public static async Task<Machine> StartAsync()
    {
        Skip.UnlessInstalled("unshare", "nsenter", "ip", "systemctl", "dpkg-deb", "apt-get");
        if (File.Exists("/usr/bin/headrace")) Assert.Skip("Headrace is installed on this machine already");
        Machine machine = new(MakeCgroup());
        try
        {
            await machine.BootAsync();
            return machine;
        }
        catch
        {
            await machine.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a line of the shell there, as root, in the shared folder.</summary>
    public ClientProcess Start(string line) => ClientProcess.Start(
        "nsenter",
        ["--target", _id, "--mount", "--pid", "--net", "--ipc", "--uts", "--cgroup", "--", "env", "-i", "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/root", "LANG=C.UTF-8",
            "DEBIAN_FRONTEND=noninteractive", "sh", "-c", "cd /run/shared && { " + line + "\n}"]);

    /// <summary>Runs a line there to its end and gives what it wrote to its standard output, trimmed; a line that fails fails the test with all that it wrote.</summary>
    public async Task<string> RunAsync(string line)
    {
        await using ClientProcess process = Start(line);
        int code = await process.WaitForExitAsync(CommandDeadline, TestContext.Current.CancellationToken);
        Assert.True(code == 0, $"{line}\nended with {code}:\n{process.Output}{process.Errors}");
        return process.Output.Trim();
    }

    /// <summary>Every file that was made, changed or removed there, but those in which the package tools, the service manager and the log keep their books.</summary>
    public async Task<string[]> ChangedFilesAsync()
    {
        string[] all = (await RunAsync("find /run/changes ! -type d -printf '/%P\\n'")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return [.. all.Where(path => !Books().IsMatch(path)).Order(StringComparer.Ordinal)];
    }

    public async ValueTask DisposeAsync()
    {
        await _first.DisposeAsync();
        await Eventually.True(TryRemoveCgroup, $"{_cgroup} is empty");
        _memory.Dispose();
        _shared.Dispose();
        TestContext.Current.TestOutputHelper?.WriteLine(_first.Output + _first.Errors);
    }

    private static string MakeCgroup()
    {
        string? mount = File.ReadLines("/proc/self/mountinfo").Where(line => line.Contains(" - cgroup2 ", StringComparison.Ordinal)).Select(line => line.Split(' ')[4]).FirstOrDefault();
        if (mount is null) Assert.Skip("this machine has no cgroups of version 2");
        try
        {
            return Directory.CreateDirectory(Path.Combine(mount, "headrace-" + Guid.NewGuid().ToString("N"))).FullName;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Assert.Skip($"this user may make no machine of his own: {e.Message}");
            throw;
        }
    }

    private async Task BootAsync()
    {
        const string Made = "machine ";
        await Eventually.True(() => _first.Output.Contains('\n', StringComparison.Ordinal) || _first.HasEnded, "the machine is made", BootDeadline, TestContext.Current.CancellationToken);
        if (!_first.Output.StartsWith(Made, StringComparison.Ordinal)) Assert.Skip($"this user may make no machine of his own: {_first.Errors.Trim()}");
        _id = _first.Output.Split('\n')[0][Made.Length..];
        await Eventually.True(IsRunningAsync, $"the machine runs. {_first.Output}{_first.Errors}", BootDeadline, TestContext.Current.CancellationToken);
    }

    private async Task<bool> IsRunningAsync()
    {
        if (_first.HasEnded) throw new InvalidOperationException($"The machine ended at its start. {_first.Output}{_first.Errors}");
        await using ClientProcess state = Start("systemctl is-system-running");
        await state.WaitForExitAsync(CommandDeadline, TestContext.Current.CancellationToken);
        return state.Output.Trim() is "running" or "degraded";
    }

    private bool TryRemoveCgroup()
    {
        try
        {
            // A cgroup holds files that only the kernel removes: the directories are all there is to remove.
            foreach (string directory in Directory.EnumerateDirectories(_cgroup, "*", SearchOption.AllDirectories).OrderByDescending(path => path.Length)) Directory.Delete(directory);
            Directory.Delete(_cgroup);
            return true;
        }
        catch (IOException)
        {
            return false; // its last process is not reaped yet
        }
    }

    [GeneratedRegex("^(/var/(lib/(dpkg|apt|systemd)|log|cache)/|/etc/(passwd|group|shadow|gshadow|subuid|subgid)-?$|/etc/(\\.pwd\\.lock|machine-id|ld\\.so\\.cache)$|/tmp/)")]
    private static partial Regex Books();
}
