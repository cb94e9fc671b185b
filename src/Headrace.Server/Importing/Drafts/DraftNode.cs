namespace Headrace.Server.Importing.Drafts;

/// <summary>A piece of the configuration that is made: a key with a value, a section, or a list of sections.</summary>
/// <param name="name">The key; empty for an item of a list.</param>
/// <param name="above">What it stands in; null for the top.</param>
internal sealed class DraftNode(string name, DraftNode? above)
{
    private readonly List<DraftNode> _children = [];

    /// <summary>The key; empty for an item of a list.</summary>
    internal string Name { get; } = name;

    /// <summary>The value as it is written; null for sections and lists of them.</summary>
    internal string? Value { get; private set; }

    /// <summary>What stands below it.</summary>
    internal IReadOnlyList<DraftNode> Children => _children;

    /// <summary>True for a list of sections.</summary>
    internal bool IsList { get; private init; }

    /// <summary>True where it goes as a whole as soon as something in it is refused: what is left would say something else.</summary>
    internal bool IsWhole { get; init; }

    /// <summary>True where what it stands in goes with it.</summary>
    internal bool IsEssential { get; set; }

    /// <summary>True for a section that means something also while it is empty.</summary>
    internal bool IsKept { get; init; }

    /// <summary>The keys that it was made of.</summary>
    internal List<ImportedKey> From { get; } = [];

    /// <summary>Its key with all sections.</summary>
    internal string Path => Above is null ? "" : Above.Path.Length == 0 ? Name : Name.Length == 0 ? Above.Path : $"{Above.Path}.{Name}";

    /// <summary>True where nothing would be written.</summary>
    internal bool IsEmpty => Value is null && !IsKept && _children.All(child => child.IsEmpty);

    /// <summary>A section in it, which is made if need be.</summary>
    internal DraftNode Section(string name) => Find(name) ?? Added(new DraftNode(name, this));

    /// <summary>A section in it that is made with its own traits.</summary>
    internal DraftNode NewSection(string name, bool isWhole, bool isKept) => Added(new DraftNode(name, this) { IsWhole = isWhole, IsKept = isKept });

    /// <summary>A list of sections in it, which is made if need be.</summary>
    internal DraftNode List(string name) => Find(name) ?? Added(new DraftNode(name, this) { IsList = true });

    /// <summary>A new item of this list.</summary>
    internal DraftNode Item(bool isKept = false) => Added(new DraftNode("", this) { IsWhole = true, IsKept = isKept });

    /// <summary>Sets a value below, given its key with the sections from here on and as it is written.</summary>
    internal DraftNode Set(string path, string written, params IEnumerable<ImportedKey> from)
    {
        DraftNode node = this;
        foreach (string step in path.Split('.')) node = node.Section(step);
        node.Value = written;
        foreach (ImportedKey key in from)
        {
            if (!node.From.Contains(key)) node.From.Add(key);
            key.GoTo(node.Path);
        }

        return node;
    }

    /// <summary>What has to go when this is refused.</summary>
    internal DraftNode Whole
    {
        get
        {
            DraftNode part = IsEssential && Above is not null ? Above : this;
            for (DraftNode? node = part; node is not null; node = node.Above)
            {
                if (node.IsWhole) return node;
            }

            return part;
        }
    }

    /// <summary>The keys that it and everything below it was made of.</summary>
    internal IEnumerable<ImportedKey> AllFrom => From.Concat(_children.SelectMany(child => child.AllFrom));

    /// <summary>Takes it out.</summary>
    internal void Remove() => Above?._children.Remove(this);

    private DraftNode? Above { get; } = above;

    private DraftNode? Find(string name) => _children.Find(child => child.Name == name);

    private DraftNode Added(DraftNode node)
    {
        _children.Add(node);
        return node;
    }
}
