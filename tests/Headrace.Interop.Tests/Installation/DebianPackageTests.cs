using System.Text.Json;
using Headrace.Interop.Tests.Players;
using Headrace.TestKit;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Installation;

/// <summary>The Debian package on a machine with systemd: installed by apt, run by the service manager as its unit says, upgraded, killed, removed.</summary>
[Trait("Speed", "slow")]
public sealed class DebianPackageTests
{
    private const string Install = "apt-get install -y ./headrace_*.deb";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ServiceRunsAsItsUnitSaysAndCarriesAStream()
    {
        await using Machine machine = await StartAsync();
        await machine.RunAsync(Install);
        Assert.Equal("", await machine.RunAsync("systemd-analyze verify /usr/lib/systemd/system/headrace.service 2>&1"));
        Assert.Equal("active", await machine.RunAsync("systemctl is-active headrace"));
        Assert.Equal("enabled", await machine.RunAsync("systemctl is-enabled headrace"));

        // The process is what ExecStart says, its user is the service's, and nobody else sees what it keeps.
        string command = (await machine.RunAsync("sed -n s/^ExecStart=//p /usr/lib/systemd/system/headrace.service")).Trim();
        Assert.Equal(command, await machine.RunAsync("tr '\\0' ' ' </proc/$(systemctl show --property MainPID --value headrace)/cmdline"));
        Assert.Equal("headrace", await machine.RunAsync("stat --format %U /proc/$(systemctl show --property MainPID --value headrace)"));
        Assert.Equal("750 headrace\n600 headrace", await machine.RunAsync("stat --format '%a %U' /var/lib/headrace /var/lib/headrace/access-token"));
        Assert.Equal("640 root headrace", await machine.RunAsync("stat --format '%a %U %G' /etc/headrace/headrace.yml"));

        // Ports come from the environment of the service.
        await machine.RunAsync("echo HEADRACE_RTSP__LISTEN=:9554 >>/etc/default/headrace && systemctl restart headrace");
        await using ClientProcess publisher = machine.Start($"exec ffmpeg -nostdin -loglevel warning -re -f lavfi -i \"{Barcode.NumberedGraph(640, 360, "30", 60)}\" -c:v libx264 -preset ultrafast -tune zerolatency -g 30 -f rtsp -rtsp_transport tcp rtsp://127.0.0.1:9554/cam1");
        await Eventually.True(async () => (await ApiAsync(machine, "streams/cam1"))?.GetProperty("state").GetString() == "active", "cam1 is active", cancellation: Cancellation);
        Assert.Contains("<video", await machine.RunAsync("curl -fsS http://127.0.0.1:8080/cam1"), StringComparison.Ordinal);
        await using ClientProcess player = machine.Start($"exec ffmpeg -nostdin -loglevel error -i http://127.0.0.1:8080/cam1/index.m3u8 -map 0:v:0 -frames:v 60 -vf {Barcode.DecodeFilter} -fps_mode passthrough -f rawvideo -");
        Assert.Equal(0, await player.WaitForExitAsync(TimeSpan.FromSeconds(60), Cancellation));
        Run.AssertIsContinuous(FfmpegPlayer.Decoded(player), 60);

        await machine.RunAsync("systemctl stop headrace");
        Assert.Equal("success\n0", await machine.RunAsync("systemctl show --property Result --property ExecMainStatus --value headrace"));
        Assert.Contains("Stopping (SIGTERM)", await machine.RunAsync("journalctl --unit headrace --no-pager"), StringComparison.Ordinal);
        Assert.DoesNotContain("Stopping (SIGTERM)", await machine.RunAsync("journalctl --unit headrace --no-pager --priority warning"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task UpgradeAndKillKeepStateAndChangedConfiguration()
    {
        await using Machine machine = await StartAsync();
        await machine.RunAsync(Install);
        string token = await machine.RunAsync("cat /var/lib/headrace/access-token");
        await machine.RunAsync("curl -fsS http://127.0.0.1:8080/api/v1/streams -H 'Content-Type: application/json' -d '{\"name\":\"door\",\"source\":\"rtsp://192.0.2.1/door\",\"sourceOnDemand\":true}'");
        await machine.RunAsync("echo 'defaults: { maxReaders: 9 }' >>/etc/headrace/headrace.yml");
        string before = await MainProcessAsync(machine);

        await DebianPackage.ReplaceByNextAsync(machine.Shared);
        await machine.RunAsync("apt-get install -y -o Dpkg::Options::=--force-confold ./headrace_*.deb");
        Assert.StartsWith("1:", await machine.RunAsync("dpkg-query -W -f '${Version}' headrace"), StringComparison.Ordinal);
        Assert.NotEqual(before, await MainProcessAsync(machine));
        await AssertKeptAsync();
        Assert.Contains("# One line more.", await machine.RunAsync("cat /etc/headrace/headrace.yml.dpkg-dist"), StringComparison.Ordinal);

        await machine.RunAsync($"kill -9 {await MainProcessAsync(machine)}");
        await Eventually.True(
            async () => await machine.RunAsync("systemctl show --property NRestarts --property SubState --value headrace") == "1\nrunning", "the service is back", cancellation: Cancellation);
        await AssertKeptAsync();

        async Task AssertKeptAsync()
        {
            Assert.Equal("active", await machine.RunAsync("systemctl is-active headrace"));
            Assert.Equal(token, await machine.RunAsync("cat /var/lib/headrace/access-token"));
            Assert.Equal("defaults: { maxReaders: 9 }", await machine.RunAsync("tail -n 1 /etc/headrace/headrace.yml"));
            Assert.Equal("640 root headrace", await machine.RunAsync("stat --format '%a %U %G' /etc/headrace/headrace.yml"));
            JsonElement? door = await ApiAsync(machine, "streams/door");
            Assert.Equal("door", door?.GetProperty("name").GetString());
            JsonElement? configuration = await ApiAsync(machine, "config");
            Assert.Contains("\"maxReaders\":9", configuration?.ToString().Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task NothingRemainsAfterAPurge()
    {
        await using Machine machine = await StartAsync();
        string[] before = await machine.ChangedFilesAsync();
        await machine.RunAsync(Install);
        string[] installed = await machine.ChangedFilesAsync();
        Assert.All(["/usr/bin/headrace", "/etc/headrace/headrace.yml", "/var/lib/headrace/access-token"], path => Assert.Contains(path, installed));

        await machine.RunAsync("apt-get remove -y headrace");
        Assert.Equal("/etc/default/headrace\n/etc/headrace/headrace.yml\n/var/lib/headrace/access-token", await machine.RunAsync("ls /etc/default/headrace /etc/headrace/headrace.yml /var/lib/headrace/access-token"));
        await machine.RunAsync("! curl -fsS http://127.0.0.1:8080/health && ! pgrep -x headrace");

        await machine.RunAsync("apt-get purge -y headrace");
        Assert.Equal(before, await machine.ChangedFilesAsync());
        await machine.RunAsync("! getent passwd headrace && ! getent group headrace && ! ls -d /etc/headrace /var/lib/headrace");
        await machine.RunAsync("! systemctl cat headrace.service");
    }

    private static async Task<Machine> StartAsync()
    {
        Skip.UnlessInstalled("ffmpeg", "curl");
        Machine machine = await Machine.StartAsync();
        try
        {
            await DebianPackage.CopyToAsync(machine.Shared);
            return machine;
        }
        catch
        {
            await machine.DisposeAsync();
            throw;
        }
    }

    private static Task<string> MainProcessAsync(Machine machine) => machine.RunAsync("systemctl show --property MainPID --value headrace");

    /// <summary>What the API answers to who is on that machine, or null while there is nothing.</summary>
    private static async Task<JsonElement?> ApiAsync(Machine machine, string resource)
    {
        await using ClientProcess request = machine.Start($"curl -fsS http://127.0.0.1:8080/api/v1/{resource}");
        if (await request.WaitForExitAsync(cancellation: Cancellation) != 0) return null;
        using JsonDocument answer = JsonDocument.Parse(request.Output);
        return answer.RootElement.Clone();
    }
}
