using System.Text.Json;
using Headrace.TestKit;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Players;

/// <summary>FFmpeg 8.1 of the npm package node-av, through a script of <c>tests/clients</c>: for what Debian's ffmpeg is too old for, such as enhanced RTMP.</summary>
internal static class Ffmpeg8
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private static readonly string Script = Path.Combine(TestFolders.Root, "tests/clients/ffmpeg8.mjs");

    /// <summary>Copies a file to a URL in real time, in a format of FFmpeg's such as <c>flv</c>; the process ends with the file.</summary>
    internal static ClientProcess Push(string file, string url, string format)
    {
        SkipUnlessInstalled();
        return ClientProcess.Start("node", [Script, "push", file, url, format]);
    }

    /// <summary>Copies a file into another of a format, at once.</summary>
    internal static async Task CopyAsync(string file, string output, string format)
    {
        SkipUnlessInstalled();
        await ClientProcess.RunAsync("node", [Script, "copy", file, output, format], Deadline, TestContext.Current.CancellationToken);
    }

    /// <summary>Decodes so many frames of a URL.</summary>
    internal static async Task<BarcodeReport> PlayAsync(string url, int frames) => (await PlayWithSoundAsync(url, frames)).Pictures;

    /// <summary>As <see cref="PlayAsync"/>, with how much sound came beside the pictures.</summary>
    internal static async Task<(BarcodeReport Pictures, double SoundSeconds)> PlayWithSoundAsync(string url, int frames)
    {
        SkipUnlessInstalled();
        string text = await ClientProcess.RunAsync("node", [Script, "read", url, $"{frames}"], Deadline, TestContext.Current.CancellationToken);
        using JsonDocument report = JsonDocument.Parse(text);
        BarcodeReport pictures = new([.. report.RootElement.GetProperty("numbers").EnumerateArray().Select(static number => number.GetUInt32())]);
        return (pictures, report.RootElement.GetProperty("soundSeconds").GetDouble());
    }

    /// <summary>Reads so many packets of a URL, and gives how many of each track there were.</summary>
    internal static async Task<IReadOnlyList<int>> CountAsync(string url, int packets)
    {
        SkipUnlessInstalled();
        string text = await ClientProcess.RunAsync("node", [Script, "count", url, $"{packets}"], Deadline, TestContext.Current.CancellationToken);
        return JsonSerializer.Deserialize<int[]>(text)!;
    }

    private static void SkipUnlessInstalled()
    {
        Skip.UnlessInstalled("node");
        Skip.Unless(Directory.Exists(Path.Combine(TestFolders.Root, "tests/clients/node_modules/node-av")), "the packages of tests/clients are not installed: run ./test.sh, which installs them");
    }
}
