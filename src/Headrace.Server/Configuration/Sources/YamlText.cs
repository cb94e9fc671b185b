using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Headrace.Server.Configuration.Sources;

/// <summary>Reads YAML into nodes, within <see cref="YamlLimits"/>. Keys are texts, each once; tags mean nothing; there is one document.</summary>
internal sealed class YamlText
{
    private readonly Parser _parser;
    private readonly string _origin;
    private readonly Dictionary<AnchorName, (ConfigurationNode Node, int Count)> _anchors = [];
    private int _nodes;

    private YamlText(string text, string origin)
    {
        _parser = new Parser(new StringReader(text));
        _origin = origin;
    }

    /// <summary>Reads <paramref name="text"/>; an empty one is an empty mapping. False with the first fault of form.</summary>
    /// <param name="text">The text.</param>
    /// <param name="origin">Name of the file, for marks.</param>
    /// <param name="node">What stands in it.</param>
    /// <param name="fault">Why nothing could be read.</param>
    internal static bool TryRead(string text, string origin, [NotNullWhen(true)] out ConfigurationNode? node, out YamlFault fault)
    {
        node = null;
        fault = default;
        if (text.Length > YamlLimits.MaxFileBytes)
        {
            fault = new YamlFault(new SourceMark(origin), $"the file is larger than {YamlLimits.MaxFileBytes} bytes");
            return false;
        }

        YamlText reader = new(text, origin);
        try
        {
            node = reader.Document();
            return true;
        }
        catch (YamlException e)
        {
            // The library tells bad input by throwing; it stops here.
            fault = new YamlFault(MarkOf(origin, e.Start), Explain(e.Message));
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or IndexOutOfRangeException or FormatException or OverflowException)
        {
            // As above: what the parser throws on a bracket that is not closed and on some broken escapes.
            fault = new YamlFault(MarkOf(origin, reader._parser.Current?.End ?? Mark.Empty), "nothing can be read from here on; a bracket or a quote may not be closed");
        }

        return false;
    }

    private static string Explain(string message) => message.Contains("invalid mapping", StringComparison.Ordinal)
        ? "a colon cannot stand here; a text that ends with a colon needs quotes, and keys of one section the same indentation"
        : message;

    private ConfigurationNode Document()
    {
        Expect<StreamStart>();
        if (_parser.Accept<StreamEnd>(out StreamEnd? end)) return new MappingNode(MarkOf(_origin, end.Start), []);
        Expect<DocumentStart>();
        ConfigurationNode root = Node(1);
        Expect<DocumentEnd>();
        return _parser.Accept<StreamEnd>(out _) ? root : throw Fault(_parser.Current!.Start, "there is a second document; one file is one document");
    }

    private ConfigurationNode Node(int depth)
    {
        if (depth > YamlLimits.MaxDepth) throw Fault(_parser.Current!.Start, $"nesting is deeper than {YamlLimits.MaxDepth}");
        if (_parser.TryConsume<AnchorAlias>(out AnchorAlias? alias)) return Repeated(alias);
        int before = _nodes;
        CountNodes(1);
        if (_parser.TryConsume<Scalar>(out Scalar? scalar)) return Remembered(scalar.Anchor, ToNode(scalar), before);
        if (_parser.TryConsume<SequenceStart>(out SequenceStart? sequence)) return Remembered(sequence.Anchor, Sequence(sequence, depth), before);
        if (_parser.TryConsume<MappingStart>(out MappingStart? mapping)) return Remembered(mapping.Anchor, Mapping(mapping, depth), before);
        throw Fault(_parser.Current!.Start, "a value was expected");
    }

    private SequenceNode Sequence(SequenceStart start, int depth)
    {
        ImmutableArray<ConfigurationNode>.Builder items = ImmutableArray.CreateBuilder<ConfigurationNode>();
        while (!_parser.TryConsume<SequenceEnd>(out _)) items.Add(Node(depth + 1));
        return new SequenceNode(MarkOf(_origin, start.Start), items.ToImmutable());
    }

    private MappingNode Mapping(MappingStart start, int depth)
    {
        ImmutableArray<MappingEntry>.Builder entries = ImmutableArray.CreateBuilder<MappingEntry>();
        Dictionary<string, SourceMark> seen = new(StringComparer.Ordinal);
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            if (!_parser.TryConsume<Scalar>(out Scalar? key)) throw Fault(_parser.Current!.Start, "a key must be a text");
            SourceMark mark = MarkOf(_origin, key.Start);
            if (!seen.TryAdd(key.Value, mark)) throw Fault(key.Start, $"the key {ConfigurationDiagnostics.Show(key.Value)} stands here already, at {seen[key.Value]}");
            CountNodes(1);
            entries.Add(new MappingEntry(key.Value, mark, Node(depth + 1)));
        }

        return new MappingNode(MarkOf(_origin, start.Start), entries.ToImmutable());
    }

    private ScalarNode ToNode(Scalar scalar) => new(
        MarkOf(_origin, scalar.Start), scalar.Value, scalar.Style == YamlDotNet.Core.ScalarStyle.Plain ? ScalarStyle.Plain : ScalarStyle.Quoted);

    private ConfigurationNode Remembered(AnchorName anchor, ConfigurationNode node, int before)
    {
        if (!anchor.IsEmpty) _anchors[anchor] = (node, _nodes - before);
        return node;
    }

    private ConfigurationNode Repeated(AnchorAlias alias)
    {
        if (!_anchors.TryGetValue(alias.Value, out (ConfigurationNode Node, int Count) target))
            throw Fault(alias.Start, $"the anchor {ConfigurationDiagnostics.Show(alias.Value.Value)} is not complete before this place");
        CountNodes(target.Count);
        return target.Node;
    }

    private void CountNodes(int count)
    {
        _nodes += count;
        if (_nodes > YamlLimits.MaxNodes) throw Fault(_parser.Current?.Start ?? Mark.Empty, $"there are more than {YamlLimits.MaxNodes} values");
    }

    private void Expect<T>()
        where T : ParsingEvent
    {
        if (!_parser.TryConsume<T>(out _)) throw Fault(_parser.Current?.Start ?? Mark.Empty, "the document is not complete");
    }

    private static YamlException Fault(in Mark mark, string message) => new(mark, mark, message);

    private static SourceMark MarkOf(string origin, in Mark mark) => new(origin, (int)Math.Min(mark.Line, int.MaxValue), (int)Math.Min(mark.Column, int.MaxValue));
}
