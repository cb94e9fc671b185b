using System.Net;
using System.Text;
using System.Text.Json;
using Headrace.Interop.Tests.Players;
using Headrace.Interop.Tests.Publishers;
using Headrace.Interop.Tests.Server;
using Headrace.TestKit;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Pages;

/// <summary>The status page in Chromium, with a server and publishers that are real.</summary>
[Collection(nameof(Browser))]
[Trait("Speed", "slow")]
public sealed class StatusPageTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CameraThatDiesBecomesAStatedProblemWithoutAReload()
    {
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        string file = await TestMedia.GetAsync(Clips.Plain);
        await using ClientProcess hall = FfmpegPublisher.StartRtsp(file, server.Rtsp("hall"));
        await using ClientProcess yard = FfmpegPublisher.StartRtsp(file, server.Rtsp("site/yard"));
        await using DrivenPage page = await DrivenPage.OpenAsync(server.Page(""));
        await page.ReadAsync("window.mark = 1");
        await page.WaitAsync($"{Row("hall")}?.dataset.level === 'ok' && {Row("site/yard")}?.dataset.level === 'ok'");
        await page.WaitAsync($"/[1-9] .bit/.test({Row("hall")}.querySelector('.number').textContent)");
        Assert.Contains("H.264 640 × 360", await page.TextAsync("li[data-key=hall] .media"), StringComparison.Ordinal);
        await page.WaitAsync($"{Row("hall")}.querySelector('.picture').hasAttribute('data-filled')");
        await hall.DisposeAsync();
        await page.WaitAsync($"{Row("hall")}?.dataset.level === 'bad'");
        Assert.Matches("Nobody sends|Gone", await page.TextAsync("li[data-key=hall] .words"));
        Assert.Equal("hall", await page.TextAsync("#rows li[aria-posinset='1'] .name"));
        Assert.Contains("hall", await page.TextAsync("#announcer"), StringComparison.Ordinal);
        Assert.Contains("hall", await page.TextAsync("#event-list"), StringComparison.Ordinal);
        Assert.Equal("(1) Headrace", (await page.ReadAsync("document.title")).GetString());
        Assert.Equal("ok", (await page.ReadAsync($"{Row("site/yard")}.dataset.level")).GetString());

        await using ClientProcess again = FfmpegPublisher.StartRtsp(file, server.Rtsp("hall"));
        await page.WaitAsync($"{Row("hall")}?.dataset.level === 'ok'");
        Assert.Equal(1, (await page.ReadAsync("window.mark")).GetInt32());
        await page.AssertCleanAsync();
        await server.StopAsync();
    }

    [Fact]
    public async Task KeyboardAloneFindsAStreamAndPlaysIt()
    {
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        string file = await TestMedia.GetAsync(Clips.Plain);
        await using ClientProcess publisher = FfmpegPublisher.StartRtsp(file, server.Rtsp("site/cam7"));
        await server.WaitForStreamAsync("site/cam7");
        foreach (int number in new[] { 1, 2, 3 }) await MakeAsync(server, $"cam{number}");
        await using DrivenPage page = await DrivenPage.OpenAsync(server.Page(""));
        await page.WaitAsync($"{Row("site/cam7")} && {Row("cam3")}");
        await page.PressAsync("?");
        await page.WaitAsync("document.querySelector('#help').open");
        await page.PressAsync("Escape");
        await page.WaitAsync("!document.querySelector('#help').open");
        await page.PressAsync("/");
        await page.TypeAsync("cam7");
        await page.WaitAsync("document.querySelectorAll('#rows li').length === 1");
        await page.PressAsync("ArrowDown");
        await page.WaitAsync("document.activeElement.closest('li')?.dataset.key === 'site/cam7'");
        await page.PressAsync("Enter");
        await page.WaitAsync("document.activeElement.textContent === 'site/cam7' && !document.querySelector('#detail').hidden");
        await page.PressAsync("w");
        await page.WaitAsync("document.querySelector('#video')?.getVideoPlaybackQuality().totalVideoFrames >= 90");
        await page.WaitAsync("document.querySelector('#player').dataset.status === 'live'");
        await page.PressAsync("Tab");
        Assert.Equal("sound", (await page.ReadAsync("document.activeElement.id")).GetString());
        await page.PressAsync("Escape");
        await page.WaitAsync("document.querySelector('#detail').hidden && !document.querySelector('#video') && document.activeElement.closest('li')?.dataset.key === 'site/cam7'");
        await page.AssertCleanAsync();
        await server.StopAsync();
    }

    [Fact]
    public async Task ViewerIsSeenAndEndedAfterAQuestion()
    {
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        await using ClientProcess publisher = FfmpegPublisher.StartRtsp(await TestMedia.GetAsync(Clips.Plain), server.Rtsp("cam"));
        await server.WaitForStreamAsync("cam");
        await using ClientProcess viewer = ClientProcess.Start("ffmpeg", ["-nostdin", "-v", "error", "-rtsp_transport", "tcp", "-i", server.Rtsp("cam"), "-c", "copy", "-f", "null", "-"]);
        await server.WaitForViewerAsync("rtsp");
        await using DrivenPage page = await DrivenPage.OpenAsync(server.Page(""));
        await page.WaitAsync(Row("cam"));
        await page.ClickAsync("li[data-key=cam] button");
        const string Viewer = "#detail tr[data-role=viewer]";
        await page.WaitAsync($"document.querySelector('{Viewer}')");
        Assert.Contains("RTSP viewer", await page.TextAsync($"{Viewer} .who"), StringComparison.Ordinal);
        await page.ClickAsync($"{Viewer} .kick");
        await page.WaitAsync("document.querySelector('#confirm').open");
        await page.PressAsync("Enter"); // the answer that changes nothing has the focus
        await page.WaitAsync("!document.querySelector('#confirm').open");
        Assert.False(viewer.HasEnded);
        await page.ClickAsync($"{Viewer} .kick");
        await page.ClickAsync("#confirm-yes");
        await page.WaitAsync($"!document.querySelector('{Viewer}')");
        await viewer.WaitForExitAsync(cancellation: Cancellation);
        await page.WaitAsync("/an operator ended it/.test(document.querySelector('#event-list').textContent)");
        await page.AssertCleanAsync();
        await server.StopAsync();
    }

    [Fact]
    public async Task WhoIsElsewhereIsAskedForTheTokenAndToldWhenItIsWrong()
    {
        using TemporaryFolder state = new();
        await using HeadraceProcess server = await HeadraceProcess.StartAsync("--state", state.Path);
        await MakeAsync(server, "cam");
        string token = (await File.ReadAllTextAsync(Path.Combine(state.Path, "access-token"), Cancellation)).Trim();
        // What a proxy adds makes of a request from this machine one from elsewhere.
        await using DrivenPage page = await DrivenPage.OpenAsync(server.Page(""), "--header", "X-Forwarded-For=192.0.2.7");
        await page.WaitAsync("document.querySelector('#login').open");
        Assert.Equal("", await page.TextAsync("#rows"));
        await page.FillAsync("#token", "wrong");
        await page.PressAsync("Enter");
        await page.WaitAsync("/does not know this token/.test(document.querySelector('#login-error').textContent)");
        await page.FillAsync("#token", token);
        await page.PressAsync("Enter");
        await page.WaitAsync($"!document.querySelector('#login').open && {Row("cam")}");
        Assert.Equal("Bearer " + token, (await page.ReadAsync("sessionStorage.getItem('headrace-authorization')")).GetString());
        Assert.Equal("0 0", (await page.ReadAsync("localStorage.length + ' ' + document.cookie.length")).GetString()!);
        await page.ReloadAsync();
        await page.WaitAsync(Row("cam"));
        await page.AssertCleanAsync("401");
        await server.StopAsync();
    }

    [Fact]
    public async Task ServerThatIsAwayIsSaidAndSoThatItIsBack()
    {
        using TemporaryFolder state = new();
        await using HeadraceProcess server = await HeadraceProcess.StartAsync("--state", state.Path);
        await MakeAsync(server, "cam");
        await using DrivenPage page = await DrivenPage.OpenAsync(server.Page(""));
        await page.WaitAsync(Row("cam"));
        await server.StopAsync();
        await page.WaitAsync("/connection to the server is lost/.test(document.querySelector('#link').textContent)");
        Assert.Equal("cam", await page.TextAsync("#rows .name"));
        string[] elsewhere = [.. new[] { "rtsp", "rtmp", "rtp", "srt" }.SelectMany(protocol => new[] { $"--{protocol}:listen", "127.0.0.1:0" })];
        string[] arguments = ["serve", "--http:listen", server.Http.BaseAddress!.Authority, "--rtsp:udpPorts", "0", .. elsewhere, "--state", state.Path];
        await using ClientProcess again = ClientProcess.Start("dotnet", [TestFolders.ServerAssembly, .. arguments], state.Path);
        await page.WaitAsync("/Connected again/.test(document.querySelector('#link').textContent)");
        await page.AssertCleanAsync("ERR_CONNECTION_REFUSED", "ERR_INCOMPLETE_CHUNKED_ENCODING", "ERR_CONNECTION_RESET", "ERR_EMPTY_RESPONSE", "503");
        again.Send(UnixSignal.Terminate);
        Assert.Equal(0, await again.WaitForExitAsync(cancellation: Cancellation));
    }

    [Fact]
    public async Task PhoneShowsNothingWiderThanItsScreen()
    {
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        await using ClientProcess publisher = FfmpegPublisher.StartRtsp(await TestMedia.GetAsync(Clips.Plain), server.Rtsp("a-rather-long-name-of-a-site/with-a-long-name-of-a-camera"));
        await using DrivenPage page = await DrivenPage.OpenAsync(server.Page(""), "--width", "390", "--height", "844");
        const string Fits = "document.documentElement.scrollWidth <= 390 && [...document.querySelectorAll('body *')].every(one => one.getBoundingClientRect().right <= 390.5 || one.closest('.unseen, [hidden], thead, dialog:not([open])'))";
        await page.WaitAsync("document.querySelector('.welcome') || document.querySelector('#rows li')");
        await page.WaitAsync("document.querySelector('.row[data-level=ok]')");
        foreach (string view in new[] { "sessions", "events", "server", "streams" })
        {
            await page.ClickAsync($"nav button[data-show={view}]");
            await page.WaitAsync($"document.querySelector('#{view}').getBoundingClientRect().width > 300");
            await page.WaitAsync(Fits);
        }

        await page.ClickAsync(".row");
        await page.WaitAsync($"document.querySelector('#detail tr[data-role=publisher]') && {Fits}");
        await page.AssertCleanAsync();
        await server.StopAsync();
    }

    [Fact]
    public async Task ServerWithoutStreamsSaysHowToSendOneToItsOwnPorts()
    {
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        await using DrivenPage page = await DrivenPage.OpenAsync(server.Page(""), "--scheme", "light");
        await page.WaitAsync("document.querySelectorAll('.welcome code').length >= 4");
        string lines = await page.TextAsync(".welcome");
        Assert.Contains($"rtmp://127.0.0.1:{server.RtmpPort}/live", lines, StringComparison.Ordinal);
        Assert.Contains(server.Rtsp("cam1"), lines, StringComparison.Ordinal);
        Assert.Contains($":{server.SrtPort}?streamid=publish:cam1", lines, StringComparison.Ordinal);
        await MakeAsync(server, "cam");
        await page.WaitAsync($"{Row("cam")} && !document.body.hasAttribute('data-empty')");
        await page.AssertCleanAsync();
        await server.StopAsync();
    }

    /// <summary>A user's name and password open the page, what it plays, and what it shows of streams; a user without the permission is told which one he lacks.</summary>
    [Fact]
    public async Task UserSignsInWithPasswordAndWatches()
    {
        const string Users = "[{ user: ann, password: 'grün & blau', permissions: [{ action: api }, { action: read }] }, { user: bob, password: other, permissions: [{ action: read }] }, "
            + "{ user: any, ips: [loopback], permissions: [{ action: publish }] }]";
        await using HeadraceProcess server = await HeadraceProcess.StartAsync("--auth:users", Users);
        await using ClientProcess publisher = FfmpegPublisher.StartRtsp(await TestMedia.GetAsync(Clips.Plain), server.Rtsp("cam"));
        await using DrivenPage page = await DrivenPage.OpenAsync(server.Page(""), "--header", "X-Forwarded-For=192.0.2.7");
        await page.WaitAsync("document.querySelector('#login').open");
        await SignInAsync("ann", "wrong");
        await page.WaitAsync("/user or the password is wrong/.test(document.querySelector('#login-error').textContent)");
        await SignInAsync("bob", "other");
        await page.WaitAsync("/lacks the permission/.test(document.querySelector('#login-error').textContent)");
        await SignInAsync("ann", "grün & blau");
        await page.WaitAsync($"!document.querySelector('#login').open && {Row("cam")}?.dataset.level === 'ok'");
        await page.WaitAsync($"{Row("cam")}.querySelector('.picture').hasAttribute('data-filled')");
        await page.ClickAsync("li[data-key=cam] button");
        await page.PressAsync("w");
        await page.WaitAsync("document.querySelector('#video')?.getVideoPlaybackQuality().totalVideoFrames >= 60");
        Assert.Equal("", (await page.ReadAsync("document.querySelector('#password').value")).GetString());
        await page.ReloadAsync();
        await page.WaitAsync(Row("cam"));
        await page.AssertCleanAsync("401", "403");
        await server.StopAsync();

        async Task SignInAsync(string user, string password)
        {
            await page.FillAsync("#user", user);
            await page.FillAsync("#password", password);
            await page.PressAsync("Enter");
        }
    }

    [Fact]
    public async Task ThousandStreamsHaveRowsOnlyWhereTheyAreSeen()
    {
        using TemporaryFolder folder = new();
        string file = Path.Combine(folder.Path, "headrace.yml");
        await File.WriteAllLinesAsync(file, Enumerable.Range(1, 1000).Select(number => $"  site{number % 8}/cam{number}: {{}}").Prepend("streams:"), Cancellation);
        await using HeadraceProcess server = await HeadraceProcess.StartAsync("--config", file);
        await using DrivenPage page = await DrivenPage.OpenAsync(server.Page(""));
        await page.WaitAsync("document.querySelector('[data-choice=all]').textContent === 'All 1000' && document.querySelector('#rows li')");
        Assert.InRange((await page.ReadAsync(Rows)).GetInt32(), 5, 40);
        Assert.InRange((await page.ReadAsync("document.querySelectorAll('*').length")).GetInt32(), 100, 2000);
        await page.ReadAsync("document.querySelector('#rows li button').focus()");
        await page.PressAsync("End");
        await page.WaitAsync("document.activeElement.closest('li')?.getAttribute('aria-posinset') === '1000'");
        Assert.InRange((await page.ReadAsync(Rows)).GetInt32(), 5, 40);
        for (int i = 0; i < 50; i++) await page.PressAsync("PageUp");
        await page.WaitAsync("Number(document.activeElement.closest('li')?.getAttribute('aria-posinset')) < 700");
        Assert.InRange((await page.ReadAsync(Rows)).GetInt32(), 5, 40);
        await page.PressAsync("/");
        await page.TypeAsync("site3 cam11");
        await page.WaitAsync("document.querySelector('li[aria-posinset=\"1\"] .name')?.textContent === 'site3/cam11'");
        await page.WaitAsync("performance.getEntriesByType('resource').filter(entry => entry.name.includes('/overview')).length >= 3");
        Assert.True((await page.ReadAsync(Gaps)).EnumerateArray().All(gap => gap.GetDouble() >= 1900), "The page asks more often than every two seconds.");
        Assert.InRange((await page.ReadAsync("document.querySelectorAll('*').length")).GetInt32(), 100, 2000);
        await page.AssertCleanAsync();
        await server.StopAsync();
    }

    private const string Rows = "document.querySelectorAll('#rows li').length";

    /// <summary>Milliseconds between the requests for the overview.</summary>
    private const string Gaps =
        "performance.getEntriesByType('resource').filter(entry => entry.name.includes('/overview')).map(entry => entry.startTime).map((start, i, all) => i ? start - all[i - 1] : 9999)";

    private static string Row(string name) => $"document.querySelector('li[data-key=\"{name}\"] .row')";

    private static async Task MakeAsync(HeadraceProcess server, string name)
    {
        using StringContent body = new(JsonSerializer.Serialize(new { name }), Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await server.Http.PostAsync("api/v1/streams", body, Cancellation);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
    }
}
