namespace Headrace.Server.Configuration.Sources;

/// <summary>A key that was set outside of the file.</summary>
/// <param name="Path">The key with its sections.</param>
/// <param name="Value">Its value; a list's items have commas between them.</param>
/// <param name="Origin">Who set it, in words.</param>
internal sealed record Setting(IReadOnlyList<string> Path, string Value, string Origin)
{
    /// <summary>The tree with this setting in it.</summary>
    internal MappingNode ApplyTo(MappingNode tree) => tree.With(Path.ToArray(), new ScalarNode(new SourceMark(Origin), Value, ScalarStyle.External));
}
