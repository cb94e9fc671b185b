using System.Net;
using Headrace.Server.Api;
using Headrace.Server.Tests.Hosting;

namespace Headrace.Server.Tests.Api;

/// <summary>Each kind of problem has a page, and each page a kind.</summary>
public sealed class ProblemTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EveryKindIsExplainedAtItsType()
    {
        await using TestHttpServer server = await TestHttpServer.StartAsync([new ProblemRoutes()]);
        foreach (ProblemKind kind in ProblemKinds.All)
        {
            string page = await server.Client.GetStringAsync(kind.With("").Type, Cancellation);
            Assert.StartsWith($"# {kind.Title}\n\n`/problems/{kind.Name}`, status {kind.Status}\n", page, StringComparison.Ordinal);
            Assert.Contains("What to do: ", page, StringComparison.Ordinal);
        }

        using HttpResponseMessage none = await server.Client.GetAsync("/problems/nothing", Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
    }

    [Fact]
    public void PagesAreOnlyThoseOfKinds()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Headrace.slnx"))) folder = folder.Parent;
        string[] pages = [.. Directory.GetFiles(Path.Combine(folder!.FullName, "docs", "problems")).Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];
        Assert.Equal(ProblemKinds.All.Select(kind => kind.Name).Order(StringComparer.Ordinal), pages);
    }
}
