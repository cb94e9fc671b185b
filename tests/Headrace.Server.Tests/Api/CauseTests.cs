using Headrace.Server.Api;
using Headrace.Streaming.Supervision;
using Headrace.TestKit;

namespace Headrace.Server.Tests.Api;

public sealed class CauseTests
{
    [Theory]
    [InlineData("docs/operations/api.md", "`{0}`")]
    [InlineData("web/src/status/trouble.ts", "'{0}'")]
    [InlineData("src/Headrace.Server/Api/InputResource.cs", "<c>{0}</c>")]
    public async Task EveryCauseOfAFaultIsKnownToWhoReadsIt(string file, string form)
    {
        string text = await File.ReadAllTextAsync(Checkout.PathOf(file), TestContext.Current.CancellationToken);
        Assert.All(Enum.GetValues<SourceCause>(), cause => Assert.Contains(string.Format(System.Globalization.CultureInfo.InvariantCulture, form, ApiWords.Of(cause)), text, StringComparison.Ordinal));
    }
}
