namespace Headrace.Server.Importing;

/// <summary>What came of a file.</summary>
/// <param name="Text">The configuration that was made; null where none could be.</param>
/// <param name="Report">What became of each key.</param>
/// <param name="Fault">Why there is none, with the place; null where there is one.</param>
internal sealed record ImportResult(string? Text, ImportReport Report, string? Fault);
