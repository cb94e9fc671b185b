using System.Text.Json;
using Headrace.Interop.Tests.Server;
using Headrace.TestKit;
using Headrace.TestKit.Clips;

namespace Headrace.Interop.Tests.Matrix;

/// <summary>Runs one row: one sender into one server, and its readers at the same time.</summary>
internal static class MatrixRun
{
    /// <summary>Frames that each program decodes: two seconds.</summary>
    private const int Frames = 60;

    /// <summary>What xunit begins the message of a skip with.</summary>
    private const string DynamicSkip = "$XunitDynamicSkip$";

    private const string Stream = "matrix/row";

    /// <summary>Frames that come before anybody reads: players of HLS begin some segments behind the live edge, and GStreamer's goes astray where there are none.</summary>
    private const int Ahead = 110;

    internal static async Task<IReadOnlyDictionary<MatrixReader, MatrixResult>> RowAsync(MatrixSender sender, MatrixMedia media, IReadOnlyList<MatrixReader> readers)
    {
        MatrixFeed feed = new(Stream, media, await TestMedia.GetAsync(media.Clip), FreePorts.Take(1)[0] & ~1);
        await using HeadraceProcess server = await HeadraceProcess.StartAsync(["--hls:segmentDuration", "1s", "--hls:alwaysOn", "true", .. sender.Arguments(feed)]);
        await using IAsyncDisposable? process = await sender.StartAsync(server, feed);
        await server.WaitForStreamAsync(Stream);
        int tracks = media.Clip.Audio == AudioCodec.None ? 1 : 2;
        JsonElement[] found = [];
        await Eventually.True(
            async () => (found = await TracksAsync(server)).Length >= tracks, $"all tracks of {sender.Name} are there", cancellation: TestContext.Current.CancellationToken);
        JsonElement picture = found.First(static track => track.GetProperty("kind").GetString() == "video");
        await server.WaitForMoreUnitsAsync(Uri.EscapeDataString(Stream), Ahead);
        MatrixResult[] results = await Task.WhenAll(readers.Select(reader => CellAsync(server, feed, reader, picture)));
        // A browser that the machine starves, or a program that asks for more than it gives just then: what failed is tried once more, alone.
        for (int i = 0; i < results.Length; i++)
        {
            if (!results[i].IsFailure) continue;
            TestContext.Current.TestOutputHelper?.WriteLine($"{readers[i].Name} once more, after: {results[i].Note}");
            results[i] = await CellAsync(server, feed, readers[i], picture);
        }

        return readers.Zip(results).ToDictionary(static pair => pair.First, static pair => pair.Second);
    }

    private static async Task<MatrixResult> CellAsync(HeadraceProcess server, MatrixFeed feed, MatrixReader reader, JsonElement picture)
    {
        if (WhyLeftOut(picture, reader.Form) is { } reason) return MatrixResult.LeftOut(reason);
        if (reader.WhyNot(feed.Media) is { } foreign) return MatrixResult.Foreign(foreign);
        try
        {
            BarcodeReport report = await reader.PlayAsync(server, feed, Frames);
            bool isWell = reader.MayLeaveOut ? report is { Repeated: 0, Backwards: 0 } : report.IsContinuous;
            return isWell && report.Frames >= Frames ? MatrixResult.Played : MatrixResult.Failed(report.ToString());
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

    private static async Task<JsonElement[]> TracksAsync(HeadraceProcess server) =>
        [.. (await server.GetAsync($"streams/{Uri.EscapeDataString(Stream)}")).GetProperty("tracks").EnumerateArray()];

    /// <summary>Why an output leaves the picture out, as the API says it; null where it does not.</summary>
    private static string? WhyLeftOut(JsonElement picture, string form) => picture.GetProperty("notCarried").EnumerateArray()
        .Where(gap => gap.GetProperty("output").GetString() == form).Select(static gap => gap.GetProperty("reason").GetString()).FirstOrDefault();
}
