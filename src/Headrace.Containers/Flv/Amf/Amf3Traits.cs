namespace Headrace.Containers.Flv.Amf;

/// <summary>The members that objects of a class have, and whether others may follow by name.</summary>
internal sealed record Amf3Traits(string[] Members, bool IsDynamic);
