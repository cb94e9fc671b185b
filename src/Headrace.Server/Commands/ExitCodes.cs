namespace Headrace.Server.Commands;

/// <summary>What the process says at its end.</summary>
internal static class ExitCodes
{
    /// <summary>Done, or ended as asked to.</summary>
    internal const int Success = 0;

    /// <summary>Could not start, or what was checked is wrong.</summary>
    internal const int Failure = 1;

    /// <summary>The command line was not understood.</summary>
    internal const int Usage = 2;

    /// <summary>Done, but not all of it: something is to be looked at.</summary>
    internal const int Incomplete = 3;
}
