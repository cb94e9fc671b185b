using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Headrace.Server.Logging;

/// <summary>Writes a record as one JSON object on a line: <c>time, level, area, category, eventId, event, stream, message, problem, fields, exception</c>.</summary>
internal static class JsonLogWriter
{
    private static readonly JsonWriterOptions Options = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the line.</summary>
    internal static void Write(in LogRecord record, TextWriter output)
    {
        ArrayBufferWriter<byte> buffer = new(512);
        using (Utf8JsonWriter json = new(buffer, Options)) Write(record, json);
        output.Write(Encoding.UTF8.GetString(buffer.WrittenSpan));
        output.Write('\n');
    }

    private static void Write(in LogRecord record, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("time", record.Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        json.WriteString("level", LogLevelWords.Of(record.Level));
        json.WriteString("area", LogArea.Of(record.Category));
        json.WriteString("category", record.Category);
        json.WriteNumber("eventId", record.Event.Id);
        if (record.Event.Name is { } name) json.WriteString("event", name);
        if (record.Stream is not null) json.WriteString("stream", record.Stream);
        json.WriteString("message", record.Message);
        if (record.Problem is not null) json.WriteString("problem", record.Problem);
        if (record.Fields.Count > 0) WriteFields(record, json);
        if (record.Exception is { } exception) json.WriteString("exception", Bounded(exception.ToString()));
        json.WriteEndObject();
    }

    private static void WriteFields(in LogRecord record, Utf8JsonWriter json)
    {
        json.WriteStartObject("fields");
        foreach ((string name, object? value) in record.Fields) WriteField(JsonNamingPolicy.CamelCase.ConvertName(name), value, json);
        json.WriteEndObject();
    }

    private static void WriteField(string name, object? value, Utf8JsonWriter json)
    {
        switch (value)
        {
            case null: json.WriteNull(name); break;
            case bool flag: json.WriteBoolean(name, flag); break;
            case sbyte or byte or short or ushort or int or uint or long: json.WriteNumber(name, Convert.ToInt64(value, CultureInfo.InvariantCulture)); break;
            case ulong number: json.WriteNumber(name, number); break;
            case double number when double.IsFinite(number): json.WriteNumber(name, number); break;
            default: json.WriteString(name, LogRedaction.Clean(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "")); break;
        }
    }

    private static string Bounded(string text) => string.Join('\n', text.Split('\n').Select(line => LogRedaction.Clean(line.TrimEnd())));
}
