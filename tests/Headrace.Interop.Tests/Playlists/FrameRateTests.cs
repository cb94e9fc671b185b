using Headrace.Interop.Tests.Publishers;
using Headrace.Interop.Tests.Server;
using Headrace.TestKit;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Playlists;

/// <summary>Streams of many frame rates side by side in one server: the playlists of each break no rule.</summary>
[Trait("Speed", "slow")]
public sealed class FrameRateTests
{
    private static readonly (string Name, string Rate, int Gop, bool IsVariable, bool HasMilliseconds)[] Streams =
    [
        ("film", "24000/1001", 48, false, false),
        ("pal", "25", 50, false, false),
        ("ntsc", "30000/1001", 60, false, false),
        ("thirty", "30", 30, false, false),
        ("fifty", "50", 100, false, false),
        ("sixty", "60", 60, false, false),
        ("twelve", "12", 24, false, false),
        ("variable", "30", 30, true, false),
        ("film-ms", "24000/1001", 48, false, true),
        ("ntsc-ms", "30000/1001", 60, false, true),
    ];

    [Fact]
    [Trait("Pain", "12")]
    public async Task PlaylistsOfEachFrameRateBreakNoRuleSideBySide()
    {
        TimeSpan duration = LongRun.Choose(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10));
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        List<ClientProcess> publishers = [];
        try
        {
            foreach ((string name, string rate, int gop, bool isVariable, bool hasMilliseconds) in Streams)
            {
                TestClip clip = new() { FrameRate = rate, KeyFrameInterval = gop, IsVariableRate = isVariable, Width = 320, Height = 180, Seconds = 24 };
                string file = hasMilliseconds ? await WithMillisecondsAsync(clip) : await TestMedia.GetAsync(clip);
                publishers.Add(CopyPublisher.StartLooped(file, server.Rtsp(name)));
            }

            foreach ((string name, _, _, _, _) in Streams) await server.WaitForStreamAsync(name);
            await Task.WhenAll(Streams.Select(stream => PlaylistCheck.AssertIsCleanAsync(server.Hls(stream.Name), duration, stream.IsVariable)));
        }
        finally
        {
            foreach (ClientProcess publisher in publishers) await publisher.DisposeAsync();
        }
        await server.StopAsync();
    }

    /// <summary>The clip in Matroska, whose timestamps are whole milliseconds.</summary>
    private static async Task<string> WithMillisecondsAsync(TestClip clip)
    {
        string file = await TestMedia.GetAsync(clip);
        return await DerivedMedia.GetAsync(
            Path.ChangeExtension(clip.FileName, ".mkv"),
            path => ClientProcess.RunAsync("ffmpeg", ["-nostdin", "-loglevel", "error", "-y", "-i", file, "-c", "copy", "-f", "matroska", path], cancellation: TestContext.Current.CancellationToken));
    }
}
