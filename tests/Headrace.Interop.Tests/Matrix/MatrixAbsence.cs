using System.Collections.Concurrent;
using System.Net;
using Headrace.Interop.Tests.Server;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Matrix;

/// <summary>Asks the outputs of a row for what the API says that they leave out: once a URL, and again where the answer was wrong.</summary>
internal sealed class MatrixAbsence(HeadraceProcess server)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    // By itself it looks for pictures beside sound for as long as it likes.
    private static readonly string[] Briefly = ["-analyzeduration", "1000000", "-probesize", "100000"];

    private readonly ConcurrentDictionary<string, Lazy<Task<string?>>> _asked = new();

    /// <summary>What an output does instead of leaving the picture out for a reason; null where it does as it says.</summary>
    /// <param name="url">Where it is.</param>
    /// <param name="reason">The API's reason.</param>
    /// <param name="hasSound">Whether it carries the sound.</param>
    public async Task<string?> FaultAsync(string url, string reason, bool hasSound)
    {
        Lazy<Task<string?>> asking = _asked.GetOrAdd(
            url, key => new Lazy<Task<string?>>(() => hasSound ? SoundAloneAsync(key) : key.StartsWith("http", StringComparison.Ordinal) ? RefusedOverHttpAsync(key, reason) : RefusedAsync(key)));
        string? fault = await asking.Value;
        // A second try asks again.
        if (fault is not null) _asked.TryRemove(KeyValuePair.Create(url, asking));
        return fault;
    }

    /// <summary>ffprobe finds sound, and no picture.</summary>
    private static async Task<string?> SoundAloneAsync(string url)
    {
        try
        {
            string found = await ProbeAsync(url);
            // FLV's metadata is a stream of data to ffprobe.
            bool isSoundAlone = found.Contains("audio", StringComparison.Ordinal) && !found.Contains("video", StringComparison.Ordinal);
            return isSoundAlone ? null : $"it was to send sound alone, and has: {found}";
        }
        catch (Exception fault) when (fault is InvalidOperationException or TimeoutException)
        {
            return $"it was to send sound alone: {fault.Message}";
        }
    }

    private static async Task<string?> RefusedAsync(string url)
    {
        try
        {
            string found = await ProbeAsync(url);
            return found.Length == 0 ? null : $"it was to refuse, and has: {found}";
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private async Task<string?> RefusedOverHttpAsync(string url, string reason)
    {
        using HttpResponseMessage answer = await server.Http.GetAsync(new Uri(url), HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        if (answer.StatusCode != HttpStatusCode.UnsupportedMediaType) return $"it was to answer 415, and answers {(int)answer.StatusCode}";
        string problem = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return problem.Contains(reason, StringComparison.Ordinal) ? null : $"its answer does not say why: {problem}";
    }

    private static async Task<string> ProbeAsync(string url)
    {
        string[] transport = url.StartsWith("rtsp", StringComparison.Ordinal) ? ["-rtsp_transport", "tcp"] : [];
        string text = await ClientProcess.RunAsync(
            "ffprobe", ["-loglevel", "error", .. Briefly, .. transport, "-show_entries", "stream=codec_type", "-of", "csv=p=0", url], Deadline, TestContext.Current.CancellationToken);
        return string.Join(", ", text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct());
    }
}
