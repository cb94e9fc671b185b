using System.Globalization;

namespace Headrace.Server.Configuration.Sources;

/// <summary>Where a value was written.</summary>
/// <param name="Origin">The file, or the environment variable or option in words.</param>
/// <param name="Line">Line in a file, from 1; 0 elsewhere.</param>
/// <param name="Column">Column in a file, from 1; 0 elsewhere.</param>
internal readonly record struct SourceMark(string Origin, int Line = 0, int Column = 0)
{
    /// <inheritdoc/>
    public override string ToString() => Line == 0 ? Origin : string.Create(CultureInfo.InvariantCulture, $"{Origin}:{Line}:{Column}");
}
