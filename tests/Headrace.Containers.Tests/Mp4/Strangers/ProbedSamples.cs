using System.Globalization;
using Headrace.TestKit.Processes;

namespace Headrace.Containers.Tests.Mp4.Strangers;

/// <summary>What ffprobe says of the packets of one stream of a file, in ticks of the stream.</summary>
internal static class ProbedSamples
{
    /// <summary>The streams that ffprobe finds, by the name of their codec.</summary>
    public static async Task<IReadOnlyList<string>> StreamsAsync(string path) =>
        (await ClientProcess.RunAsync("ffprobe", ["-v", "error", "-show_entries", "stream=codec_name", "-of", "csv=p=0", path])).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Times of the packets of a stream.</summary>
    public static async Task<IReadOnlyList<(long Presentation, long Decode)>> ReadAsync(string path, int stream)
    {
        string text = await ClientProcess.RunAsync(
            "ffprobe", ["-v", "error", "-select_streams", stream.ToString(CultureInfo.InvariantCulture), "-show_entries", "packet=pts,dts", "-of", "csv=p=0", path]);
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => line.Split(',')).Select(static words => (Parse(words[0]), Parse(words[1])))];
    }

    private static long Parse(string word) => long.Parse(word, CultureInfo.InvariantCulture);
}
