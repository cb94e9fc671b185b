using Headrace.Interop.Tests.Server;
using Headrace.TestKit;
using Headrace.TestKit.Clips;

namespace Headrace.Interop.Tests.Matrix;

/// <summary>Runs one row: one sender into one server, and its readers at the same time.</summary>
internal sealed class MatrixRun(HeadraceProcess server, MatrixFeed feed, MatrixTracks tracks)
{
    /// <summary>Sound that is asked for beside the pictures.</summary>
    internal const double SoundSeconds = 2;

    /// <summary>Frames that each program decodes: two seconds.</summary>
    private const int Frames = 60;

    /// <summary>What has to come of it: the first frames of a decoder are silent, and who counts beside pictures ends with them.</summary>
    private const double LeastSound = 1.5;

    /// <summary>What xunit begins the message of a skip with.</summary>
    private const string DynamicSkip = "$XunitDynamicSkip$";

    private const string Stream = "matrix/row";

    /// <summary>Frames that come before anybody reads: players of HLS begin some segments behind the live edge, and GStreamer's goes astray where there are none.</summary>
    private const int Ahead = 110;

    private readonly MatrixAbsence _absence = new(server);

    /// <summary>Runs a row with the readers that were chosen for it.</summary>
    internal static async Task<IReadOnlyDictionary<MatrixReader, MatrixResult>> RowAsync(int row)
    {
        (MatrixSender sender, MatrixMedia media) = MatrixPlan.Rows[row];
        IReadOnlyList<MatrixReader> readers = MatrixPlan.Chosen[row];
        MatrixFeed feed = new(Stream, media, await TestMedia.GetAsync(media.Clip), FreePorts.Take(1)[0] & ~1);
        await using HeadraceProcess server = await HeadraceProcess.StartAsync(["--hls:segmentDuration", "1s", "--hls:alwaysOn", "true", .. sender.Arguments(feed)]);
        await using IAsyncDisposable? process = await sender.StartAsync(server, feed);
        await server.WaitForStreamAsync(Stream);
        MatrixTracks tracks = await Eventually.Value(
            async () => await MatrixTracks.OfAsync(server, Stream) is var found && found.Count >= media.Tracks ? found : null, () => $"all tracks of {sender.Name} are there", cancellation: TestContext.Current.CancellationToken);
        await server.WaitForMoreUnitsAsync(Uri.EscapeDataString(Stream), Ahead);
        MatrixRun run = new(server, feed, tracks);
        Dictionary<MatrixReader, Task<MatrixResult>> cells = readers.ToDictionary(static reader => reader, run.CellAsync);
        Dictionary<MatrixReader, MatrixResult> results = [];
        // Those that are not expected to show anything take long to give up: they are waited for last.
        foreach (MatrixReader reader in readers.OrderBy(reader => reader.WhyNot(media) is not null)) results[reader] = await run.AgainAsync(reader, await cells[reader]);
        MatrixRows.Keep(row, results);
        return results;
    }

    /// <summary>Fails where a cell failed, and skips where a program is missing.</summary>
    internal static void Judge(string name, IReadOnlyDictionary<MatrixReader, MatrixResult> results)
    {
        string[] failures = [.. results.Where(static cell => cell.Value.IsFailure).Select(static cell => $"{cell.Key.Name}: {cell.Value.Note}")];
        Assert.True(failures.Length == 0, $"{name}\n{string.Join('\n', failures)}");
        string[] missing = [.. results.Where(static cell => cell.Value == MatrixResult.NotRun).Select(static cell => cell.Key.Program)];
        if (missing.Length > 0) Assert.Skip($"Without {string.Join(", ", missing)}, which this machine lacks, the row is not whole: run ./test.sh, which installs what tests need");
    }

    /// <summary>A browser that the machine starves, or a program that asks for more than it gives just then: what failed is tried once more.</summary>
    private async Task<MatrixResult> AgainAsync(MatrixReader reader, MatrixResult first)
    {
        if (!first.IsFailure) return first;
        TestContext.Current.TestOutputHelper?.WriteLine($"{reader.Name} once more, after: {first.Note}");
        return (await CellAsync(reader)).Again();
    }

    private async Task<MatrixResult> CellAsync(MatrixReader reader)
    {
        string url = reader.UrlOf(server, feed);
        bool hasSound = tracks.Carries("audio", reader.Way);
        if (tracks.WhyLeftOut("video", reader.Way) is { } reason)
        {
            return await _absence.FaultAsync(url, reason, hasSound) is { } fault ? MatrixResult.Failed(fault) : MatrixResult.LeftOut(reason);
        }

        string? expectation = reader.WhyNot(feed.Media);
        if (expectation is not null && MatrixStranger.Recall(reader, feed.Media) is { } note) return MatrixResult.Foreign(note);
        MatrixResult result = await PlayAsync(reader, url, hasSound);
        return expectation is not null && result.IsFailure ? MatrixResult.Foreign(MatrixStranger.Note(reader, feed.Media, expectation, result.Note)) : result;
    }

    private async Task<MatrixResult> PlayAsync(MatrixReader reader, string url, bool hasSound)
    {
        try
        {
            MatrixShown shown = await reader.PlayAsync(url, feed with { HasSound = hasSound }, Frames);
            bool isWell = reader.MayLeaveOut ? shown.Pictures is { Repeated: 0, Backwards: 0 } : shown.Pictures.IsContinuous;
            if (!isWell || shown.Pictures.Frames < Frames) return MatrixResult.Failed(shown.Pictures.ToString());
            if (hasSound && shown.SoundSeconds < LeastSound) return MatrixResult.Failed($"{shown.SoundSeconds:0.00} s of sound where {SoundSeconds} were to come");
            return MatrixResult.Played(hasSound && shown.SoundSeconds is not null, tracks.WhyLeftOut("audio", reader.Way) is { } gap ? $"without sound: {gap}" : "");
        }
        catch (Exception missing) when (missing.Message.StartsWith(DynamicSkip, StringComparison.Ordinal))
        {
            // A program that this machine lacks; where CI is, that is a failure already.
            TestContext.Current.TestOutputHelper?.WriteLine($"{reader.Name}: {missing.Message[DynamicSkip.Length..]}");
            return MatrixResult.NotRun;
        }
        catch (Exception fault) when (fault is InvalidOperationException or TimeoutException or Xunit.Sdk.XunitException)
        {
            return MatrixResult.Failed(fault.Message);
        }
    }
}
