using System.Globalization;
using System.Runtime.InteropServices;
using Headrace.Manifests.Dash.Checking;
using Headrace.Manifests.Hls.Checking;
using Headrace.Media.Timing;
using Headrace.Server.Configuration.Values;

namespace Headrace.Server.Commands.CheckPlaylist;

/// <summary><c>headrace check-playlist URL</c>.</summary>
internal static class CheckPlaylistCommand
{
    private static readonly TimeSpan DefaultDuration = TimeSpan.FromMinutes(1);

    /// <summary>For how long to follow.</summary>
    internal static CommandOption Duration { get; } = new("duration", "D", "How long to follow a live playlist, as 90s or 10m [1m]");

    /// <summary>What is known of the frame rate.</summary>
    internal static CommandOption FrameRate { get; } = new("frame-rate", "fixed|variable", "With variable, parts may be below 85 % of PART-TARGET [fixed]");

    /// <summary>Follows the playlist and prints each breach when it is found; fails when there are errors, or nothing could be read.</summary>
    internal static async Task<int> RunAsync(Invocation invocation)
    {
        using SocketsHttpHandler handler = new();
        using HttpClient client = new(handler) { Timeout = Timeout.InfiniteTimeSpan };
        using CancellationTokenSource stop = new();
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal =>
        {
            signal.Cancel = true;
            stop.Cancel();
        });
        return await RunAsync(invocation, client, TimeProvider.System, stop.Token).ConfigureAwait(false);
    }

    /// <inheritdoc cref="RunAsync(Invocation)"/>
    internal static async Task<int> RunAsync(Invocation invocation, HttpClient client, TimeProvider clock, CancellationToken stop)
    {
        if (!Uri.TryCreate(invocation.Arguments[0], UriKind.Absolute, out Uri? url) || url.Scheme is not ("http" or "https"))
            return Misused(invocation, $"{invocation.Arguments[0]} is no HTTP URL");
        TimeSpan duration = DefaultDuration;
        if (invocation.Options.TryGetValue(Duration.Name, out string? text) && !Durations.TryParse(text, out duration))
            return Misused(invocation, $"{text} is no duration: write 90s, 10m");
        string rate = invocation.Options.GetValueOrDefault(FrameRate.Name, "fixed");
        if (rate is not ("fixed" or "variable")) return Misused(invocation, $"--{FrameRate.Name} is fixed or variable, not {rate}");

        if (url.AbsolutePath.EndsWith(".mpd", StringComparison.OrdinalIgnoreCase)) return await CheckMpdAsync(invocation, client, url, duration, clock, stop).ConfigureAwait(false);
        PlaylistChecker checker = new(new CheckerOptions { IsFrameRateVariable = rate == "variable" });
        MonotonicTime start = MonotonicTime.Now(clock);
        CheckerFeed feed = new(checker, finding => invocation.Output.WriteLine(Line(finding, start)));
        await new PlaylistFollower(client, feed, clock).RunAsync(url, duration, stop).ConfigureAwait(false);
        string read = Read("playlists", feed.Playlists, feed.Pieces, feed.Unfetched);
        return Conclude(invocation, checker.Findings, checker.SuppressedFindings, read, feed.Playlists > 0, MonotonicTime.Now(clock) - start);
    }

    private static async Task<int> CheckMpdAsync(Invocation invocation, HttpClient client, Uri url, TimeSpan duration, TimeProvider clock, CancellationToken stop)
    {
        MpdChecker checker = new();
        MonotonicTime start = MonotonicTime.Now(clock);
        MpdFeed feed = new(checker, finding => invocation.Output.WriteLine(Line(finding, start)));
        await new MpdFollower(client, feed, clock).RunAsync(url, duration, stop).ConfigureAwait(false);
        string read = Read("manifests", feed.Manifests, feed.Pieces, feed.Unfetched);
        return Conclude(invocation, checker.Findings, checker.SuppressedFindings, read, feed.Manifests > 0, MonotonicTime.Now(clock) - start);
    }

    private static string Read(string what, int count, int pieces, int unfetched) => $"{count} {what}, {pieces} pieces of media{(unfetched > 0 ? $" ({unfetched} not fetched in time)" : "")}";

    private static string Line(Finding finding, MonotonicTime start) =>
        string.Create(CultureInfo.InvariantCulture, $"{(finding.At - start).TotalSeconds,8:0.000} s  {finding}");

    private static int Conclude(Invocation invocation, IReadOnlyList<Finding> findings, long more, string read, bool isRead, TimeSpan took)
    {
        int errors = findings.Count(finding => finding.Rule.Severity == Severity.Error);
        int advice = findings.Count - errors;
        string suppressed = more > 0 ? $" and {more} more findings" : "";
        invocation.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{errors} errors, {advice} advice{suppressed}; {read} in {took.TotalSeconds:0} s"));
        return errors == 0 && isRead ? ExitCodes.Success : ExitCodes.Failure;
    }

    private static int Misused(Invocation invocation, string fault)
    {
        invocation.Errors.WriteLine($"headrace: {fault}");
        return ExitCodes.Usage;
    }
}
