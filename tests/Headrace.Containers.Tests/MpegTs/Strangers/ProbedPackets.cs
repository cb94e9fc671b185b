using System.Globalization;
using Headrace.TestKit.Processes;

namespace Headrace.Containers.Tests.MpegTs.Strangers;

/// <summary>What ffprobe says of the packets of one stream of a file: their times, 33 bits at 90 kHz; null where it knows none.</summary>
internal static class ProbedPackets
{
    public static async Task<IReadOnlyList<(long? Presentation, long? Decode)>> ReadAsync(string path, int stream)
    {
        string text = await ClientProcess.RunAsync(
            "ffprobe", ["-v", "error", "-select_streams", stream.ToString(CultureInfo.InvariantCulture), "-show_entries", "packet=pts,dts", "-of", "csv=p=0", path]);
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => line.Split(',')).Select(static words => (Parse(words[0]), Parse(words[1])))];
    }

    private static long? Parse(string word) => long.TryParse(word, CultureInfo.InvariantCulture, out long value) ? value & 0x1_FFFF_FFFF : null;
}
