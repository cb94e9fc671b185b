namespace Headrace.Server.Configuration.Sources;

/// <summary>Why a text is no configuration file, and where that was seen.</summary>
internal readonly record struct YamlFault(SourceMark Mark, string Message);
