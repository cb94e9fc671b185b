namespace Headrace.TestKit;

/// <summary>How much is tried: as much as every run of the tests can bear, or, with <c>HEADRACE_LONG=1</c>, as much as a release needs.</summary>
public static class LongRun
{
    /// <summary>True with <c>HEADRACE_LONG=1</c>.</summary>
    public static bool IsWanted { get; } = Environment.GetEnvironmentVariable("HEADRACE_LONG") == "1";

    /// <summary>One of the two.</summary>
    public static T Choose<T>(T usual, T whenLong) => IsWanted ? whenLong : usual;
}
