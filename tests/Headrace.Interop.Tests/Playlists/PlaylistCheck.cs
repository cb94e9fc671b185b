using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Playlists;

/// <summary><c>headrace check-playlist</c>, as an operator runs it.</summary>
internal static class PlaylistCheck
{
    private static readonly TimeSpan StartAndEnd = TimeSpan.FromSeconds(60);

    /// <summary>Follows a playlist for so long and fails, with all that was found, unless it ends well and found no error.</summary>
    internal static async Task AssertIsCleanAsync(string url, TimeSpan duration, bool isFrameRateVariable = false)
    {
        string[] arguments = [TestFolders.ServerAssembly, "check-playlist", url, "--duration", $"{duration.TotalSeconds}s", "--frame-rate", isFrameRateVariable ? "variable" : "fixed"];
        await using ClientProcess check = ClientProcess.Start("dotnet", arguments);
        int code = await check.WaitForExitAsync(duration + StartAndEnd, TestContext.Current.CancellationToken);
        string said = $"{url}\n{check.Output}{check.Errors}";
        TestContext.Current.TestOutputHelper?.WriteLine(said);
        Assert.True(code == 0, said);
        Assert.Contains("\n0 errors, ", "\n" + check.Output, StringComparison.Ordinal);
    }
}
