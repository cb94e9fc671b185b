using System.Text;

namespace Headrace.Server.Importing.Drafts;

/// <summary>Writes a draft as a file: every value with the line that it came from, and at the end what is lost.</summary>
internal sealed class DraftWriter
{
    private readonly StringBuilder _text = new();
    private readonly Dictionary<int, DraftNode> _nodes = [];
    private int _line = 1;

    private DraftWriter()
    {
    }

    /// <summary>Writes a draft.</summary>
    /// <param name="root">Its top.</param>
    /// <param name="title">What stands above it, without the comment's mark.</param>
    /// <param name="report">What became of each key.</param>
    /// <returns>The file, and which piece stands in which line, counted from 1.</returns>
    internal static (string Text, IReadOnlyDictionary<int, DraftNode> Nodes) Write(DraftNode root, string title, ImportReport report)
    {
        DraftWriter writer = new();
        writer.Line($"# {title}");
        foreach (DraftNode child in root.Children.Where(child => !child.IsEmpty)) writer.Write(child, 0);
        if (!report.IsComplete) writer.Line("", "# Not in here, and worth a look:");
        foreach (ImportedKey key in report.Lost) writer.Line($"# line {key.Mark.Line}: {ImportReport.OneLine($"{key.Key}: {key.Note}")}");
        return (writer._text.ToString(), writer._nodes);
    }

    private void Write(DraftNode node, int depth, string lead = "")
    {
        string indent = new(' ', depth * 2 - lead.Length);
        _nodes[_line] = node;
        if (node.Value is { } value) Line($"{indent}{lead}{DraftText.Of(node.Name)}: {value}{CommentOf(node)}");
        else if (node.Children.All(child => child.IsEmpty)) Line($"{indent}{lead}{DraftText.Of(node.Name)}: {(node.IsList ? "[]" : "{}")}{CommentOf(node)}");
        else
        {
            Line($"{indent}{lead}{DraftText.Of(node.Name)}:{CommentOf(node)}");
            WriteChildren(node, depth + 1);
        }
    }

    private void WriteChildren(DraftNode node, int depth)
    {
        foreach (DraftNode child in node.Children.Where(child => !child.IsEmpty))
        {
            if (!node.IsList) Write(child, depth);
            else WriteItem(child, depth + 1);
        }
    }

    private void WriteItem(DraftNode item, int depth)
    {
        string lead = "- ";
        foreach (DraftNode child in item.Children.Where(child => !child.IsEmpty))
        {
            Write(child, depth, lead);
            lead = "";
        }
    }

    private static string CommentOf(DraftNode node) =>
        node.From.Count == 0 ? "" : $"   # {string.Join("; ", node.From.Select(key => $"line {key.Mark.Line}: {key.Key}"))}";

    private void Line(params ReadOnlySpan<string> lines)
    {
        foreach (string line in lines)
        {
            _text.Append(line).Append('\n');
            _line++;
        }
    }
}
