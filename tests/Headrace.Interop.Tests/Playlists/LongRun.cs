namespace Headrace.Interop.Tests.Playlists;

/// <summary>How long things are watched: as long as every run of the tests can bear, or, with <c>HEADRACE_LONG=1</c>, as long as a release needs.</summary>
internal static class LongRun
{
    /// <summary>True with <c>HEADRACE_LONG=1</c>.</summary>
    internal static bool IsWanted { get; } = Environment.GetEnvironmentVariable("HEADRACE_LONG") == "1";

    /// <summary>One of the two durations.</summary>
    internal static TimeSpan Choose(TimeSpan usual, TimeSpan whenLong) => IsWanted ? whenLong : usual;
}
