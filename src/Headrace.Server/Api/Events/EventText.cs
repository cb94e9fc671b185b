using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Headrace.Streaming.Events;

namespace Headrace.Server.Api.Events;

/// <summary>Writes events as <c>text/event-stream</c> has them (WHATWG HTML, 9.2): number, kind, and all fields as JSON in one line.</summary>
internal static class EventText
{
    /// <summary>Media type of the format.</summary>
    internal const string MediaType = "text/event-stream";

    /// <summary>A comment: it keeps proxies from taking silence for an end.</summary>
    internal static ReadOnlySpan<byte> Heartbeat => ":\n\n"u8;

    /// <summary>Writes an event.</summary>
    /// <param name="target">Where to.</param>
    /// <param name="happened">The event.</param>
    /// <param name="usesOtherNames">True: kinds that have another name are called by it.</param>
    internal static void Write(IBufferWriter<byte> target, MediaEvent happened, bool usesOtherNames)
    {
        string name = usesOtherNames ? happened.Type.OtherName ?? happened.Type.Name : happened.Type.Name;
        target.Write(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"id: {happened.Id}\nevent: {name}\ndata: ")));
        using (Utf8JsonWriter json = new(target, new JsonWriterOptions { Encoder = EventJson.Readable.Options.Encoder })) WriteData(json, happened, name);
        target.Write("\n\n"u8);
    }

    private static void WriteData(Utf8JsonWriter json, MediaEvent happened, string name)
    {
        json.WriteStartObject();
        json.WriteNumber("id", happened.Id);
        json.WriteString("type", name);
        json.WriteString("time", happened.Time);
        if (happened.Stream is { } stream) json.WriteString("stream", stream);
        if (happened.Session is { } session) json.WriteString("session", session);
        foreach (JsonProperty field in JsonSerializer.SerializeToElement(happened, happened.GetType(), EventJson.Readable).EnumerateObject())
        {
            if (field.Name is not ("id" or "type" or "time" or "stream" or "session")) field.WriteTo(json);
        }

        json.WriteEndObject();
    }
}
