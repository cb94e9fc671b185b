namespace Headrace.Server.Commands;

/// <summary>A command of the command line.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Arguments">Its arguments, as the help shows them; each word is one, those in brackets may be left out.</param>
/// <param name="Summary">What it does, in one line.</param>
/// <param name="RunAsync">Does it; the result is the exit code.</param>
internal sealed record Command(string Name, string Arguments, string Summary, Func<Invocation, Task<int>> RunAsync)
{
    /// <summary>Its own options.</summary>
    internal IReadOnlyList<CommandOption> Options { get; init; } = [];

    /// <summary>True when the configuration's keys are options of this command.</summary>
    internal bool TakesConfiguration { get; init; }

    /// <summary>How many arguments there may be.</summary>
    internal int MostArguments => Words.Length;

    /// <summary>How many arguments there must be.</summary>
    internal int LeastArguments => Words.Count(word => word[0] != '[');

    private string[] Words => Arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
