using System.Runtime.CompilerServices;
using System.Text;

namespace Headrace.Protocols.Rtsp.Tests;

/// <summary>Byte streams that fuzzing starts from: the tests' own cases, the dialogues, and captured requests where there are some.</summary>
internal static class Corpus
{
    /// <summary>What one side of a connection sends.</summary>
    public static IEnumerable<byte[]> Streams
    {
        get
        {
            foreach (TheoryDataRow<string, string, string[]> row in RtspParserTests.Messages) yield return Elements.Bytes(row.Data.Item2);
            foreach (Dialogue dialogue in Dialogue.All) yield return dialogue.ClientBytes();
            foreach (byte[] raw in RawRequests) yield return raw;
            yield return [.. "OPTIONS * RTSP/1.0\r\n\r\n"u8, .. Elements.Frame(0, 40), .. Elements.Frame(2, 60), .. "PAUSE rtsp://h/ RTSP/1.0\r\n\r\n"u8, .. Elements.Frame(1, 8)];
        }
    }

    /// <summary>Captured requests of the test media, without those if there are none.</summary>
    public static IEnumerable<byte[]> RawRequests
    {
        get
        {
            string? folder = Environment.GetEnvironmentVariable("HEADRACE_TEST_MEDIA");
            if (!Directory.Exists(folder)) yield break;
            foreach (string file in Directory.EnumerateFiles(folder, "rtsp_requests_*.raw").Order()) yield return File.ReadAllBytes(file);
            string words = Path.Combine(folder, "rtsp.dict");
            if (File.Exists(words)) yield return Encoding.UTF8.GetBytes(File.ReadAllText(words).Replace("\"", "", StringComparison.Ordinal));
        }
    }

    public static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
