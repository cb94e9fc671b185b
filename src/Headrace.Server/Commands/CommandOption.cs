namespace Headrace.Server.Commands;

/// <summary>An option of one command, beside those that all commands have.</summary>
/// <param name="Name">Name, without the dashes.</param>
/// <param name="Value">What its value is, as the help shows it; empty for one that has none.</param>
/// <param name="Summary">What it is for, in one line.</param>
internal sealed record CommandOption(string Name, string Value, string Summary);
