using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Headrace.Server.Configuration.Sources;

/// <summary>Reads JSON into nodes, within <see cref="YamlLimits"/>: what the API is sent, and what is kept of it. A null is <see cref="NoValueNode"/>.</summary>
internal static class JsonText
{
    private static readonly JsonDocumentOptions Form = new() { MaxDepth = YamlLimits.MaxDepth, AllowDuplicateProperties = false };

    /// <summary>Reads a JSON object; false with what is wrong with it.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="origin">Who wrote it, for marks.</param>
    /// <param name="mapping">What stands in it.</param>
    /// <param name="fault">Why nothing could be read.</param>
    internal static bool TryReadObject(ReadOnlyMemory<byte> utf8, string origin, [NotNullWhen(true)] out MappingNode? mapping, [NotNullWhen(false)] out string? fault)
    {
        mapping = null;
        fault = null;
        if (utf8.Length > YamlLimits.MaxFileBytes)
        {
            fault = $"the text is larger than {YamlLimits.MaxFileBytes} bytes";
            return false;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(utf8, Form);
            mapping = ToNode(document.RootElement, new SourceMark(origin)) as MappingNode;
            if (mapping is null) fault = "a JSON object is expected";
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The library tells bad input by throwing; it stops here.
            fault = $"this is no JSON that can be used: {e.Message}";
        }

        return mapping is not null;
    }

    private static ConfigurationNode ToNode(JsonElement element, SourceMark mark) => element.ValueKind switch
    {
        JsonValueKind.Object => new MappingNode(mark, [.. element.EnumerateObject().Select(property => new MappingEntry(property.Name, mark, ToNode(property.Value, mark)))]),
        JsonValueKind.Array => new SequenceNode(mark, [.. element.EnumerateArray().Select(item => ToNode(item, mark))]),
        JsonValueKind.String => new ScalarNode(mark, element.GetString()!, ScalarStyle.Quoted),
        JsonValueKind.Null => new NoValueNode(mark),
        _ => new ScalarNode(mark, element.GetRawText(), ScalarStyle.Quoted),
    };
}
