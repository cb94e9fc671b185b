using Headrace.Interop.Tests.Players;
using Headrace.Interop.Tests.Publishers;
using Headrace.Interop.Tests.Server;
using Headrace.TestKit;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Mistakes;

/// <summary>Passwords that publishers and viewers get wrong, and permissions that they do not have.</summary>
[Trait("Speed", "slow")]
public sealed class CredentialMistakeTests
{
    private const string Users = "[{ user: ann, password: se-cret, permissions: [{ action: publish, path: cam1 }] }, { user: bob, password: other, permissions: [{ action: read }] }]";

    [Fact]
    public async Task WrongPasswordsAndMissingPermissionsAreSaid()
    {
        string file = await TestMedia.GetAsync(Clips.Plain);
        await using HeadraceProcess server = await HeadraceProcess.StartAsync("--auth:users", Users);
        await FailAsync(FfmpegPublisher.StartRtsp(file, As("ann:guess", server.Rtsp("cam1"))));
        await Troubleshooting.IsSaidAsync("A publisher has the wrong password", () => server.Log);
        await using ClientProcess publisher = FfmpegPublisher.StartRtsp(file, As("ann:se-cret", server.Rtsp("cam1")));
        await server.WaitForStreamAsync("cam1");
        // There is a line a second at most: the first may be kept out for the publisher's.
        await Eventually.True(
            async () =>
            {
                await FailAsync(FfmpegPlayer.StartRtsp(As("bob:guess", server.Rtsp("cam1"))));
                return server.Log.Contains("for Read", StringComparison.Ordinal);
            },
            "the viewer's password is said to be wrong", cancellation: TestContext.Current.CancellationToken);
        await Troubleshooting.IsSaidAsync("A viewer has the wrong password", () => server.Log);
        await FailAsync(FfmpegPublisher.StartRtsp(file, As("bob:other", server.Rtsp("cam2"))));
        await Troubleshooting.IsSaidAsync("A user lacks the permission", () => server.Log);
        using HttpResponseMessage answer = await server.Http.GetAsync("cam1/index.m3u8", TestContext.Current.CancellationToken);
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, answer.StatusCode);
        await server.StopAsync();
    }

    [Fact]
    public async Task PassphraseThatDoesNotFitIsSaid()
    {
        await using HeadraceProcess server = await HeadraceProcess.StartAsync("--srt:passphrase", "a passphrase of ours");
        string url = $"srt://127.0.0.1:{server.SrtPort}?streamid=publish:cam1&passphrase=anotherone";
        await FailAsync(ClientProcess.Start("ffmpeg", ["-nostdin", "-v", "error", "-re", "-i", await TestMedia.GetAsync(Clips.Plain), "-c", "copy", "-f", "mpegts", url]));
        await Troubleshooting.IsSaidAsync("A caller of SRT has another passphrase", () => server.Log);
        await server.StopAsync();
    }

    [Fact]
    public async Task ApiWithoutItsTokenSaysWhereTheTokenIs()
    {
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        using HttpRequestMessage request = new(HttpMethod.Get, "api/v1/streams");
        request.Headers.Host = "media.example";
        using HttpResponseMessage answer = await server.Http.SendAsync(request, TestContext.Current.CancellationToken);
        await Troubleshooting.IsSaidAsync("The API wants the access token", answer);
        await server.StopAsync();
    }

    private static string As(string credentials, string url) => url.Replace("rtsp://", $"rtsp://{credentials}@", StringComparison.Ordinal);

    private static async Task FailAsync(ClientProcess client)
    {
        await using (client) Assert.NotEqual(0, await client.WaitForExitAsync(cancellation: TestContext.Current.CancellationToken));
    }
}
