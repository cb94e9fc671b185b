using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using Headrace.Server.Commands;
using Headrace.Server.Configuration.Schema;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Headrace.Server.Api.OpenApi;

/// <summary>The description of the API in OpenAPI 3.1, made from what the routes say of themselves and from the types of their resources.</summary>
internal sealed class OpenApiDocument
{
    private const string Problem = "Problem";

    private readonly JsonObject _schemas = [];
    private readonly SortedDictionary<string, JsonObject> _paths = new(StringComparer.Ordinal);

    /// <summary>Writes the description.</summary>
    internal static byte[] Write(IEnumerable<Endpoint> endpoints)
    {
        OpenApiDocument document = new();
        document.SchemaOf(typeof(ApiProblem));
        foreach (RouteEndpoint endpoint in endpoints.OfType<RouteEndpoint>())
        {
            IReadOnlyList<string> methods = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [];
            foreach (ApiOperation operation in endpoint.Metadata.GetOrderedMetadata<ApiOperation>())
            {
                string path = operation.Path ?? (endpoint.RoutePattern.RawText ?? "").Replace("{**", "{", StringComparison.Ordinal);
                foreach (string method in methods.Where(method => !HttpMethods.IsHead(method))) document.Add(path, method, operation);
            }
        }

        ArrayBufferWriter<byte> text = new();
        using (Utf8JsonWriter json = new(text, new JsonWriterOptions { Indented = true })) document.Root().WriteTo(json);
        return text.WrittenSpan.ToArray();
    }

    private JsonObject Root() => new()
    {
        ["openapi"] = "3.1.0",
        ["info"] = new JsonObject
        {
            ["title"] = "Headrace", ["version"] = VersionCommand.Current, ["description"] = "The API of a live media server. Errors are problem details (RFC 9457); their type is the address of an explanation.",
            ["license"] = new JsonObject { ["name"] = "Apache-2.0", ["identifier"] = "Apache-2.0" },
        },
        ["security"] = new JsonArray(new JsonObject(), new JsonObject { ["token"] = new JsonArray() }, new JsonObject { ["user"] = new JsonArray() }),
        ["paths"] = new JsonObject(_paths.Select(path => KeyValuePair.Create(path.Key, (JsonNode?)path.Value))),
        ["components"] = new JsonObject
        {
            ["securitySchemes"] = new JsonObject
            {
                ["token"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer", ["description"] = "The access token of the first start." },
                ["user"] = new JsonObject { ["type"] = "http", ["scheme"] = "basic", ["description"] = "A user with the permission." },
            },
            ["schemas"] = _schemas,
        },
    };

    private void Add(string path, string method, ApiOperation operation)
    {
        if (!_paths.TryGetValue(path, out JsonObject? item)) _paths[path] = item = [];
        JsonObject described = new() { ["summary"] = operation.Summary, ["tags"] = new JsonArray(TagOf(path)) };
        JsonArray parameters = [.. ParametersOf(path), .. operation.Query.Select(query => Parameter(query.Name, "query", query.Type, query.Summary))];
        if (parameters.Count > 0) described["parameters"] = parameters;
        JsonObject? body = operation.Request is { } type ? SchemaOf(type) : operation.Body != ApiBodyKind.None ? BodyOf(operation.Body) : null;
        if (body is not null) described["requestBody"] = new JsonObject { ["required"] = true, ["content"] = Content("application/json", body) };
        described["responses"] = Responses(operation);
        if (operation.IsOpen) described["security"] = new JsonArray();
        item[method.ToLowerInvariant()] = described;
    }

    private JsonObject Responses(ApiOperation operation)
    {
        JsonObject success = new() { ["description"] = operation.Answer is null && operation.Status == 204 ? "Done." : "As asked for." };
        if (operation.Answer is not null) success["content"] = Content(operation.MediaType, SchemaOf(operation.Answer));
        else if (operation.Status != 204) success["content"] = Content(operation.MediaType, new JsonObject { ["type"] = "string" });
        JsonObject responses = new() { [Text(operation.Status)] = success };
        IEnumerable<ProblemKind> problems = operation.IsOpen ? operation.Problems : [.. operation.Problems, ProblemKinds.AccessDenied];
        foreach (IGrouping<int, ProblemKind> kinds in problems.GroupBy(kind => kind.Status).OrderBy(kinds => kinds.Key))
        {
            responses[Text(kinds.Key)] = new JsonObject
            {
                ["description"] = string.Join(", ", kinds.Select(kind => $"{kind.Title} (/problems/{kind.Name})")), ["content"] = Content("application/problem+json", Reference(Problem)),
            };
        }

        return responses;
    }

    private JsonObject BodyOf(ApiBodyKind body)
    {
        string name = body.ToString();
        if (!_schemas.ContainsKey(name)) _schemas[name] = body == ApiBodyKind.Configuration
            ? SettingsSchema.Of(ConfigurationSchema.Root.Keys.Where(key => key.Name != "streams"))
            : SettingsSchema.Of(ConfigurationSchema.Stream.Keys);
        if (body == ApiBodyKind.NewStream && _schemas[name]!["properties"] is JsonObject properties && !properties.ContainsKey("name"))
        {
            properties["name"] = new JsonObject { ["type"] = "string", ["description"] = "The name; sourceId, a number or a text, stands for it." };
            _schemas[name]!["required"] = new JsonArray("name");
        }

        return Reference(name);
    }

    private JsonObject SchemaOf(Type type)
    {
        string name = type.IsGenericType ? NameOf(type.GetGenericArguments()[0]) + "List" : NameOf(type);
        if (_schemas.ContainsKey(name)) return Reference(name);
        JsonNode schema = ApiJson.Readable.Options.GetTypeInfo(type).GetJsonSchemaAsNode(new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true });
        Relocate(schema, name);
        _schemas[name] = schema;
        return Reference(name);
    }

    /// <summary>A schema refers to its own parts from its root, which is not the document's.</summary>
    private static void Relocate(JsonNode? node, string name)
    {
        if (node is JsonArray items)
        {
            foreach (JsonNode? item in items) Relocate(item, name);
            return;
        }

        if (node is not JsonObject schema) return;
        if (schema["$ref"] is JsonValue reference && reference.GetValue<string>() is ['#', .. var rest]) schema["$ref"] = $"#/components/schemas/{name}{rest}";
        foreach ((_, JsonNode? value) in schema) Relocate(value, name);
    }

    private static string NameOf(Type type) => type == typeof(ApiProblem) ? Problem : type.Name.Replace("Resource", "", StringComparison.Ordinal);

    private static string TagOf(string path)
    {
        string[] parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return parts is ["api", "v1", var resource, ..] ? resource : "server";
    }

    private static IEnumerable<JsonNode> ParametersOf(string path)
    {
        foreach (string part in path.Split('/'))
        {
            if (part.StartsWith('{')) yield return Parameter(part.Trim('{', '}'), "path", "string", part == "{id}" && path.Contains("stream", StringComparison.Ordinal) ? "The stream's name; slashes bare or as %2F." : "Its id.");
        }
    }

    private static JsonObject Parameter(string name, string place, string type, string summary) => new()
    {
        ["name"] = name, ["in"] = place, ["required"] = place == "path", ["description"] = summary, ["schema"] = new JsonObject { ["type"] = type },
    };

    private static JsonObject Content(string mediaType, JsonObject schema) => new() { [mediaType] = new JsonObject { ["schema"] = schema } };

    private static JsonObject Reference(string name) => new() { ["$ref"] = $"#/components/schemas/{name}" };

    private static string Text(int status) => status.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
