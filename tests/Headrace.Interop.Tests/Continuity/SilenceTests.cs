using Headrace.Interop.Tests.Changes;
using Headrace.Interop.Tests.Players;
using Headrace.Interop.Tests.Publishers;
using Headrace.Interop.Tests.Server;
using Headrace.TestKit;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Continuity;

/// <summary>A reader that decodes pictures and sound, through an outage and from before the first media on. Pains 3 and 10.</summary>
[Trait("Speed", "slow")]
public sealed class SilenceTests
{
    private const string Stream = "cam1";

    /// <summary>How long the sound of an outage is heard.</summary>
    private const double Away = 8;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(nameof(Clips.Plain), "aac")]
    [InlineData(nameof(Clips.Pyramid), "opus")]
    [InlineData(nameof(Clips.Camera), "pcmu")]
    public async Task SoundAndPicturesAreDecodedThroughAnOutageAndBehindIt(string clip, string codec)
    {
        string file = await TestMedia.GetAsync(Clips.Named(clip));
        await using HeadraceProcess server = await HeadraceProcess.StartAsync($"--streams:{Stream}:publisherGrace", "1s");
        await using ClientProcess first = CopyPublisher.StartFrom(0, file, server.Rtsp(Stream));
        await server.WaitForStreamAsync(Stream);
        Assert.Contains(codec, (await server.GetAsync($"streams/{Stream}")).GetProperty("tracks").EnumerateArray().Select(track => track.GetProperty("codec").GetString()));
        await using DecodedTracks reader = DecodedTracks.StartRtsp(server.Rtsp(Stream));
        string viewer = await server.WaitForViewerAsync("rtsp");
        await Eventually.True(() => reader.Sound().Count(frame => !frame.IsZero) > 100, "the tone is heard", Deadline, Cancellation);
        double before = reader.Sound()[^1].End;

        first.Send(UnixSignal.Kill);
        await server.WaitForInputAsync(Stream, "slate");
        await Eventually.True(() => Silent(reader) > Away, "silence is heard", Deadline, Cancellation);
        AssertTogether(reader);
        await using ClientProcess returned = CopyPublisher.StartFrom(ChangedClips.SecondsLeftOut, file, server.Rtsp(Stream));
        await server.WaitForInputAsync(Stream, "publisher");
        double back = reader.Sound()[^1].End;
        await Eventually.True(() => reader.Sound().Any(frame => frame.At > back + 3 && !frame.IsZero), "the tone is heard again", Deadline, Cancellation);
        AssertTogether(reader);

        // One hole in each: from the end of the grace's media to the slate.
        AssertGoesOn(reader.Sound(), before);
        AssertGoesOn(reader.Pictures(), before);
        Assert.Contains(FfmpegPlayer.Decoded(reader.Player).Numbers, number => number >= ChangedClips.FirstNumber * 25 / 30);
        Assert.Equal("", reader.Player.Errors);
        Assert.Equal([viewer], (await server.SessionsAsync("rtsp", "viewer")).Select(session => session.GetProperty("id").GetString()!));
        await server.StopAsync();
    }

    [Fact]
    public async Task ReadersWhoComeBeforeTheFirstMediaSeeTheSlateAtOnceAndThenTheCamera()
    {
        string file = await TestMedia.GetAsync(Clips.Plain);
        await using HeadraceProcess server = await HeadraceProcess.StartAsync($"--streams:{Stream}:waitForStream", "0s");
        await using DecodedTracks overRtsp = DecodedTracks.StartRtsp(server.Rtsp(Stream));
        await using DecodedTracks overHttp = DecodedTracks.Start(new Uri(server.Http.BaseAddress!, $"{Stream}.ts").AbsoluteUri);
        DecodedTracks[] readers = [overRtsp, overHttp];
        foreach (DecodedTracks reader in readers) await Eventually.True(() => Silent(reader) > 3 && reader.Pictures().Count > 75, "the slate is seen, and silence heard", Deadline, Cancellation);
        Assert.Equal("inactive", (await server.GetAsync($"streams/{Stream}")).GetProperty("state").GetString());

        await using ClientProcess camera = ClientProcess.Start("ffmpeg",
        [
            "-nostdin", "-hide_banner", "-loglevel", "warning", "-re", "-i", file, "-c:v", "copy", "-c:a", "aac", "-ac", "2", "-f", "rtsp", "-rtsp_transport", "tcp", server.Rtsp(Stream),
        ]);
        await server.WaitForInputAsync(Stream, "publisher");
        foreach (DecodedTracks reader in readers)
        {
            await Eventually.True(() => FfmpegPlayer.Decoded(reader.Player).Numbers.Count(number => number > 30) > 90, "the camera is seen", Deadline, Cancellation);
            await Eventually.True(() => reader.Sound().TakeLast(50).Any(frame => !frame.IsZero), "and heard", Deadline, Cancellation);
            AssertTogether(reader);
            AssertGoesOn(reader.Sound(), from: 0);
        }

        Assert.Equal("active", (await server.GetAsync($"streams/{Stream}")).GetProperty("state").GetString());
        await server.StopAsync();
    }

    private static double Silent(DecodedTracks reader) => reader.Sound().Where(frame => frame.IsZero).Sum(frame => frame.Duration);

    /// <summary>Neither track is far before the other: what is decoded in one go differs by a read of the socket.</summary>
    private static void AssertTogether(DecodedTracks reader)
    {
        double apart = reader.Sound()[^1].End - reader.Pictures()[^1].End;
        Assert.True(Math.Abs(apart) < 1, $"the sound ends {apart:0.00} s behind the pictures");
    }

    private static void AssertGoesOn(IReadOnlyList<DecodedFrame> frames, double from)
    {
        (double At, double Hole)[] holes = [.. frames.Zip(frames.Skip(1), (one, next) => (At: one.End, Hole: next.At - one.End)).Where(step => Math.Abs(step.Hole) > 0.15)];
        Assert.True(holes.Length <= 1 && holes.All(hole => hole.Hole > 0 && hole.At >= from - 1), string.Join("; ", holes));
    }
}
