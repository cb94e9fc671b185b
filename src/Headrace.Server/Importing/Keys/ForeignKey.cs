namespace Headrace.Server.Importing.Keys;

/// <summary>Does with a key what is to be done.</summary>
internal delegate void Translation(ForeignEntry entry);

/// <summary>A key that another server knows: a line of a table.</summary>
/// <param name="Name">The key.</param>
/// <param name="Translate">What becomes of it.</param>
internal sealed record ForeignKey(string Name, Translation Translate);
