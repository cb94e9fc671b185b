namespace Headrace.Containers.Flv.Amf;

/// <summary>A name and what it stands for, in an object or an ECMA array.</summary>
public readonly record struct AmfProperty(string Name, AmfValue Value);
