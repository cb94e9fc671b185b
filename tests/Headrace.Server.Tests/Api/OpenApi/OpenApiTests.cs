using System.Net;
using System.Text.Json;
using Headrace.Server.Api.OpenApi;
using Headrace.Server.Tests.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Headrace.Server.Tests.Api.OpenApi;

public sealed class OpenApiTests
{
    private static readonly string[] Undescribed = ["/openapi/v1.json", "/api-docs/openapi.json", "/swagger/{file?}", "/swagger-ui/{file?}"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EveryRouteIsDescribed()
    {
        await using TestHost server = await TestHost.StartAsync();
        RouteEndpoint[] endpoints = [.. server.Host.Endpoints.OfType<RouteEndpoint>().Where(endpoint => !Undescribed.Contains(endpoint.RoutePattern.RawText))];
        Assert.NotEmpty(endpoints);
        Assert.All(endpoints, endpoint => Assert.NotEmpty(endpoint.Metadata.GetOrderedMetadata<ApiOperation>()));
    }

    [Fact]
    public async Task DescriptionSaysWhatIsAskedAndAnswered()
    {
        await using TestHost server = await TestHost.StartAsync();
        using JsonDocument document = JsonDocument.Parse(await server.Client.GetStringAsync("/openapi/v1.json", Cancellation));
        JsonElement root = document.RootElement;
        Assert.Equal("3.1.0", root.GetProperty("openapi").GetString());
        JsonElement create = root.GetProperty("paths").GetProperty("/api/v1/streams").GetProperty("post");
        Assert.Equal("#/components/schemas/Stream", create.GetProperty("responses").GetProperty("201").GetProperty("content").GetProperty("application/json").GetProperty("schema").GetProperty("$ref").GetString());
        JsonElement settings = root.GetProperty("components").GetProperty("schemas").GetProperty("NewStream").GetProperty("properties");
        Assert.Contains("Greatest number of viewers", settings.GetProperty("maxReaders").GetProperty("description").GetString(), StringComparison.Ordinal);
        Assert.True(settings.GetProperty("hls").GetProperty("properties").TryGetProperty("segmentDuration", out _));
        Assert.True(root.GetProperty("paths").TryGetProperty("/api/v1/streams/{id}/stats", out _));
        Assert.True(root.GetProperty("components").GetProperty("schemas").GetProperty("Session").GetProperty("properties").TryGetProperty("endReason", out _));
        Assert.All(References(root), reference => Assert.True(Resolves(root, reference.Value.GetString()!), reference.Value.GetString()));
        Assert.Equal(await server.Client.GetStringAsync("/openapi/v1.json", Cancellation), await server.Client.GetStringAsync("/api-docs/openapi.json", Cancellation));
    }

    [Theory]
    [InlineData("/swagger")]
    [InlineData("/swagger-ui")]
    public async Task PageAndAllThatItLoadsComeFromHere(string root)
    {
        await using TestHost server = await TestHost.StartAsync();
        string page = await server.Client.GetStringAsync(root, Cancellation);
        Assert.DoesNotContain("http", page, StringComparison.OrdinalIgnoreCase);
        foreach ((string file, string type) in new[] { ("swagger-ui.css", "text/css; charset=utf-8"), ("swagger-ui-bundle.js", "text/javascript; charset=utf-8"), ("start.js", "text/javascript; charset=utf-8"), ("favicon-32x32.png", "image/png") })
        {
            Assert.Contains(file, page, StringComparison.Ordinal);
            using HttpResponseMessage asset = await server.Client.GetAsync($"{root}/{file}", Cancellation);
            Assert.Equal((HttpStatusCode.OK, type), (asset.StatusCode, asset.Content.Headers.ContentType?.ToString()));
        }

        Assert.Contains("SwaggerUIBundle", await server.Client.GetStringAsync($"{root}/swagger-ui-bundle.js", Cancellation), StringComparison.Ordinal);
        using HttpResponseMessage none = await server.Client.GetAsync($"{root}/nothing.js", Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
    }

    private static bool Resolves(JsonElement root, string reference)
    {
        JsonElement element = root;
        return reference.StartsWith("#/", StringComparison.Ordinal) && reference[2..].Split('/').All(part => element.TryGetProperty(part, out element));
    }

    private static IEnumerable<JsonProperty> References(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property => property is { Name: "$ref", Value.ValueKind: JsonValueKind.String } ? [property] : References(property.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(References),
        _ => [],
    };
}
