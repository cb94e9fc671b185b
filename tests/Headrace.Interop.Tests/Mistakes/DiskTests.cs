using Headrace.Interop.Tests.Players;
using Headrace.Interop.Tests.Publishers;
using Headrace.Interop.Tests.Server;
using Headrace.TestKit;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Mistakes;

/// <summary>Directories without room, on a file system of the test's own that only the server sees.</summary>
[Trait("Speed", "slow")]
public sealed class DiskTests : IDisposable
{
    private const int Frames = 60;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task SegmentsThatFindNoRoomAreNamedAndViewersGoOn()
    {
        await using HeadraceProcess server = await HeadraceProcess.StartInAsync(await SmallDiskAsync("256k", "true"), "--hls:directory", _folder.Path, "--hls:alwaysOn", "true");
        await using ClientProcess publisher = FfmpegPublisher.StartRtsp(await TestMedia.GetAsync(Clips.Plain), server.Rtsp("cam1"));
        await Troubleshooting.IsSaidAsync("There is no room for segments", () => server.Log);
        Run.AssertIsContinuous(await FfmpegPlayer.PlayHlsAsync(server.Hls("cam1"), Frames), Frames);
        await server.StopAsync();
    }

    [Fact]
    public async Task StateDirectoryWithoutRoomEndsTheStart() => Troubleshooting.IsSaid(
        "The state directory has no room",
        await HeadraceProcess.FailAsync(await SmallDiskAsync("4k", $"head -c 4096 /dev/zero > {_folder.Path}/full"), "--state", Path.Combine(_folder.Path, "state")));

    [Fact]
    public async Task StateDirectoryThatCannotBeWrittenEndsTheStart() => Troubleshooting.IsSaid(
        "The state directory cannot be written", await HeadraceProcess.FailAsync(await SmallDiskAsync("4k", $"mount -o remount,ro {_folder.Path}"), "--state", Path.Combine(_folder.Path, "state")));

    [Fact]
    public async Task StateDirectoryOfAnotherServerEndsTheStart()
    {
        await using HeadraceProcess first = await HeadraceProcess.StartAsync("--state", _folder.Path);
        Troubleshooting.IsSaid("Two servers have one state directory", await HeadraceProcess.FailAsync(Surroundings.None, "--state", _folder.Path));
        await first.StopAsync();
    }

    /// <summary>Mounts a file system of a size on the folder, for the server alone, and runs a command before it starts.</summary>
    private async Task<Surroundings> SmallDiskAsync(string size, string command)
    {
        Skip.UnlessInstalled("unshare", "mount");
        string mount = $"mount -t tmpfs -o size={size} tmpfs {_folder.Path}";
        await using ClientProcess probe = ClientProcess.Start("unshare", ["-m", "sh", "-c", mount]);
        if (await probe.WaitForExitAsync() != 0) Assert.Skip($"this user may mount nothing: {probe.Errors.Trim()}");
        return new Surroundings { Before = ["unshare", "-m", "sh", "-c", $"{mount} && {{ {command}; exec \"$@\"; }}", "sh"] };
    }
}
