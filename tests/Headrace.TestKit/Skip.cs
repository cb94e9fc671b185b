using Xunit;

namespace Headrace.TestKit;

/// <summary>What a test needs from the machine. Where <c>CI=true</c> everything is installed, and what is missing is a failure, not a skip.</summary>
public static class Skip
{
    /// <summary>Skips the running test unless all <paramref name="programs"/> are on the PATH.</summary>
    public static void UnlessInstalled(params ReadOnlySpan<string> programs)
    {
        foreach (string program in programs)
            Unless(IsOnPath(program), $"{program} is not installed: run ./test.sh, which installs what tests need");
    }

    /// <summary>Skips the running test unless the GStreamer elements are installed, such as <c>rtspclientsink</c>.</summary>
    public static async Task UnlessGStreamerHasAsync(params string[] elements)
    {
        UnlessInstalled("gst-launch-1.0", "gst-inspect-1.0");
        foreach (string element in elements)
        {
            await using Processes.ClientProcess inspect = Processes.ClientProcess.Start("gst-inspect-1.0", ["--exists", element]);
            Unless(await inspect.WaitForExitAsync().ConfigureAwait(false) == 0, $"GStreamer has no {element}: run ./test.sh, which installs what tests need");
        }
    }

    /// <summary>Skips the running test, saying why, unless <paramref name="condition"/> holds.</summary>
    public static void Unless(bool condition, string reason)
    {
        if (condition) return;
        if (string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase)) Assert.Fail(reason);
        Assert.Skip(reason);
    }

    private static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries).Any(folder => File.Exists(Path.Combine(folder, program)));
}
