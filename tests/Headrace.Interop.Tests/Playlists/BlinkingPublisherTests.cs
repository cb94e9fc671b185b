using Headrace.Interop.Tests.Players;
using Headrace.Interop.Tests.Publishers;
using Headrace.Interop.Tests.Server;
using Headrace.TestKit;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Playlists;

/// <summary>A publisher that goes and comes again leaves playlists that break no rule.</summary>
[Trait("Speed", "slow")]
public sealed class BlinkingPublisherTests
{
    private const string Stream = "cam1";
    private const int Blinks = 2;
    private static readonly TimeSpan Absence = TimeSpan.FromSeconds(2);

    [Theory]
    [Trait("Pain", "12")]
    [InlineData(nameof(Clips.Plain))]
    public async Task PlaylistsOfAPublisherThatBlinksTwiceBreakNoRule(string clip)
    {
        TimeSpan duration = LongRun.Choose(TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10));
        string file = await TestMedia.GetAsync(Clips.Named(clip));
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        ClientProcess publisher = CopyPublisher.StartLooped(file, server.Rtsp(Stream));
        try
        {
            await server.WaitForStreamAsync(Stream);
            Task check = PlaylistCheck.AssertIsCleanAsync(server.Hls(Stream), duration);
            Task transport = PlaylistCheck.AssertIsCleanAsync(server.HlsTransport(Stream), duration);
            for (int blink = 0; blink < Blinks; blink++)
            {
                await server.WaitForTimeInStateAsync(Stream, "active", duration / (Blinks + 1) - Absence);
                publisher.Send(UnixSignal.Kill);
                await server.WaitForTimeInStateAsync(Stream, "inactive", Absence);
                await publisher.DisposeAsync();
                publisher = CopyPublisher.StartLooped(file, server.Rtsp(Stream));
                await server.WaitForStreamAsync(Stream);
            }

            await check;
            await transport;
            LivePlaylist playlist = await LivePlaylist.ReadAsync(server, Stream);
            Assert.True(playlist.Discontinuities == Blinks, playlist.Text);
        }
        finally
        {
            await publisher.DisposeAsync();
        }
        await server.StopAsync();
    }
}
