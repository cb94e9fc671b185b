using System.Net;
using System.Text;
using Headrace.Interop.Tests.Server;
using Headrace.TestKit;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Access;

/// <summary>Pages of other sites, in a real browser on the server's own machine, where the API asks nobody else for credentials.</summary>
[Trait("Speed", "slow")]
public sealed class ForeignPageTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PageOfAnotherOriginCannotDriveTheApi()
    {
        Skip.UnlessInstalled("chromium");
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        string api = new Uri(server.Http.BaseAddress!, "api/v1/streams").AbsoluteUri;
        (await server.Http.PostAsync("api/v1/streams", new StringContent("{\"name\":\"mine\"}", Encoding.UTF8, "application/json"), Cancellation)).EnsureSuccessStatusCode();
        string script = $$"""
            const told = [];
            const attempt = async (name, url, init) => {
              try { const answer = await fetch(url, init); told.push(name + '=' + (answer.type === 'opaque' ? 'opaque' : answer.status + (await answer.text()))); } catch { told.push(name + '=failed'); }
            };
            (async () => {
              await attempt('read', '{{api}}');
              await attempt('make', '{{api}}', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{"name":"evil"}' });
              await attempt('blind', '{{api}}', { method: 'POST', mode: 'no-cors', headers: { 'Content-Type': 'text/plain' }, body: '{"name":"evil"}' });
              await attempt('delete', '{{api}}/mine', { method: 'DELETE' });
              document.body.textContent = 'TOLD ' + told.join(' ') + ' END';
            })();
            """;
        string seen = await BrowseAsync($"<body>waiting<script>{script}</script></body>");
        Assert.Contains("TOLD read=failed make=failed blind=opaque delete=failed END", seen, StringComparison.Ordinal);
        Assert.Equal("mine", Assert.Single((await server.GetAsync("streams")).GetProperty("items").EnumerateArray()).GetProperty("name").GetString());
        await server.StopAsync();
    }

    [Fact]
    public async Task NameThatWasMadeToPointHereOpensNothing()
    {
        Skip.UnlessInstalled("chromium");
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        string dom = await DumpAsync($"http://evil.example:{server.Http.BaseAddress!.Port}/api/v1/streams", "--host-resolver-rules=MAP evil.example 127.0.0.1");
        Assert.Contains("/problems/access-denied", dom, StringComparison.Ordinal);
        await server.StopAsync();
    }

    private static async Task<string> BrowseAsync(string page)
    {
        int port = FreePorts.Take(1)[0];
        using HttpListener site = new();
        site.Prefixes.Add($"http://127.0.0.1:{port}/");
        site.Start();
        Task serving = ServeAsync(site, Encoding.UTF8.GetBytes($"<!doctype html>{page}"));
        string dom = await DumpAsync($"http://127.0.0.1:{port}/");
        site.Stop();
        await serving;
        return dom;
    }

    private static async Task ServeAsync(HttpListener site, byte[] page)
    {
        try
        {
            while (true)
            {
                HttpListenerContext request = await site.GetContextAsync();
                request.Response.ContentType = "text/html";
                request.Response.Close(page, willBlock: false);
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private static async Task<string> DumpAsync(string url, params string[] options)
    {
        using TemporaryFolder profile = new();
        string[] arguments = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", $"--user-data-dir={profile.Path}", "--virtual-time-budget=10000", .. options, "--dump-dom", url];
        return await ClientProcess.RunAsync("chromium", arguments, TimeSpan.FromSeconds(60), Cancellation);
    }
}
