namespace Headrace.Interop.Tests.Server;

/// <summary>What a server of a test finds around it that a usual one does not.</summary>
public sealed record Surroundings
{
    /// <summary>Nothing of the kind.</summary>
    public static Surroundings None { get; } = new();

    /// <summary>Program and arguments that run the server's own, such as <c>unshare -m</c>: they become it and do not stay beside it.</summary>
    public IReadOnlyList<string> Before { get; init; } = [];

    /// <summary>What its environment has in the place of this one's.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>What it ends with where it does not start.</summary>
    public int ExitCode { get; init; } = 1;
}
