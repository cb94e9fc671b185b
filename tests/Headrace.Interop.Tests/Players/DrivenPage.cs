using System.Net.Http.Json;
using System.Text.Json;
using Headrace.TestKit;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Players;

/// <summary>A page in Chromium that a test reads and works with step by step, through <c>tests/clients/drive-page.mjs</c>.</summary>
internal sealed class DrivenPage : IAsyncDisposable
{
    /// <summary>Seconds that a condition of the page is waited for.</summary>
    private const int Patience = 30;

    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(60);

    private readonly ClientProcess _process;
    private readonly HttpClient _remote;

    private DrivenPage(ClientProcess process, int port)
    {
        _process = process;
        _remote = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/"), Timeout = TimeSpan.FromSeconds(2 * Patience) };
    }

    /// <summary>Opens an address in a new browser, with options of the script.</summary>
    internal static async Task<DrivenPage> OpenAsync(string url, params string[] options)
    {
        Skip.UnlessInstalled("node", "chromium");
        string folder = Path.Combine(TestFolders.Root, "tests/clients");
        Skip.Unless(Directory.Exists(Path.Combine(folder, "node_modules")), "the packages of tests/clients are not installed: run ./test.sh, which installs them");
        ClientProcess process = ClientProcess.Start("node", [Path.Combine(folder, "drive-page.mjs"), .. options]);
        try
        {
            await process.WaitForTextAsync("}\n", StartDeadline, TestContext.Current.CancellationToken);
            DrivenPage page = new(process, JsonDocument.Parse(process.Output).RootElement.GetProperty("port").GetInt32());
            await page.DoAsync(new { @do = "goto", url });
            return page;
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>The value of an expression in the page.</summary>
    internal Task<JsonElement> ReadAsync(string code) => DoAsync(new { @do = "read", code });

    /// <summary>The text of an element.</summary>
    internal async Task<string> TextAsync(string selector) => (await ReadAsync($"document.querySelector({JsonSerializer.Serialize(selector)})?.textContent ?? ''")).GetString()!;

    /// <summary>Waits until an expression in the page is true; what the page shows then is in the error.</summary>
    internal async Task WaitAsync(string code)
    {
        try
        {
            await DoAsync(new { @do = "wait", code, within = Patience });
        }
        catch (InvalidOperationException e)
        {
            throw new TimeoutException($"{e.Message}\n{code}\n{(await ReadAsync("document.body.innerText")).GetString()}");
        }
    }

    /// <summary>Presses a key, or keys together (<c>Shift+Tab</c>).</summary>
    internal Task PressAsync(string key) => DoAsync(new { @do = "press", key });

    /// <summary>Types a text, key by key.</summary>
    internal Task TypeAsync(string text) => DoAsync(new { @do = "type", text });

    /// <summary>Clicks an element.</summary>
    internal Task ClickAsync(string selector) => DoAsync(new { @do = "click", selector });

    /// <summary>Fills in a field.</summary>
    internal Task FillAsync(string selector, string text) => DoAsync(new { @do = "fill", selector, text });

    /// <summary>Loads the page again.</summary>
    internal Task ReloadAsync() => DoAsync(new { @do = "reload" });

    /// <summary>Keeps what is seen as a PNG.</summary>
    internal Task SavePictureAsync(string file) => DoAsync(new { @do = "picture", file });

    /// <summary>Checks that the page asked nobody else for anything, and that the browser's console has no error but those that are named.</summary>
    internal async Task AssertCleanAsync(params string[] expected)
    {
        JsonElement report = await DoAsync(new { @do = "report" });
        Assert.Empty(report.GetProperty("outside").EnumerateArray());
        Assert.DoesNotContain(report.GetProperty("complaints").EnumerateArray().Select(complaint => complaint.GetString()!), complaint => !expected.Any(complaint.Contains));
    }

    /// <summary>Ends the browser.</summary>
    public async ValueTask DisposeAsync()
    {
        _remote.Dispose();
        await _process.DisposeAsync();
    }

    private async Task<JsonElement> DoAsync(object wish)
    {
        using HttpResponseMessage answer = await _remote.PostAsJsonAsync("", wish, TestContext.Current.CancellationToken);
        JsonElement told = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        return answer.IsSuccessStatusCode ? told.GetProperty("value") : throw new InvalidOperationException($"{JsonSerializer.Serialize(wish)}: {told.GetProperty("error").GetString()}");
    }
}
