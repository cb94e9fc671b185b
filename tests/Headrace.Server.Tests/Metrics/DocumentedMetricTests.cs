using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using Headrace.Server.Metrics;
using Headrace.Server.Tests.Hosting;

namespace Headrace.Server.Tests.Metrics;

/// <summary>Metrics that the pages for operators name are those that the server has.</summary>
public sealed partial class DocumentedMetricTests
{
    [Theory]
    [InlineData("watching.md")]
    [InlineData("api.md")]
    [InlineData("troubleshooting.md")]
    public async Task NamesOnThePageAreInstruments(string page)
    {
        ConcurrentBag<string> known = [];
        using MeterListener listener = new();
        listener.InstrumentPublished = (instrument, _) => known.Add(PrometheusText.NameOf(instrument));
        listener.Start();
        await using TestHost host = await TestHost.StartAsync();
        string text = await File.ReadAllTextAsync(Checkout.PathOf("docs/operations/" + page), TestContext.Current.CancellationToken);
        string[] named = [.. Name().Matches(text).Select(match => match.Value).Distinct()];
        Assert.NotEmpty(named);
        Assert.Empty(named.Except(known));
    }

    [GeneratedRegex(@"\bheadrace_[a-z_]+[a-z]\b(?!_)")]
    private static partial Regex Name();
}
