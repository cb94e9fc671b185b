using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Headrace.Server.Logging;

/// <summary>Writes a record as a line for people: <c>2026-11-21 12:00:00.123Z info  rtsp    cam1  publisher 10.0.0.5:4433 connected</c>.</summary>
internal static class TextLogWriter
{
    /// <summary>Writes the line. An exception is one more phrase of it; from level error on its stack follows, indented.</summary>
    internal static void Write(in LogRecord record, TextWriter output)
    {
        output.Write(record.Time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        output.Write($" {LogLevelWords.Of(record.Level),-5} {LogArea.Of(record.Category),-7} ");
        if (record.Stream is not null) output.Write($"{record.Stream}  ");
        output.Write(record.Message);
        if (record.Problem is not null) output.Write($" [{record.Problem}]");
        if (record.Exception is { } exception) WriteException(record, exception, output);
        output.Write('\n');
    }

    private static void WriteException(in LogRecord record, Exception exception, TextWriter output)
    {
        output.Write($"{(record.Message.Length > 0 ? ": " : "")}{exception.GetType().Name}: {LogRedaction.Clean(exception.Message)}");
        if (record.Level < LogLevel.Error) return;
        foreach (string line in exception.ToString().Split('\n').Skip(1)) output.Write($"\n    {LogRedaction.Clean(line.Trim())}");
    }
}
