using Headrace.Containers.Flv.Amf;

namespace Headrace.Containers.Flv;

/// <summary>What <c>onMetaData</c> says. It is advice: encoders leave it out, and some are wrong in it.</summary>
public sealed record FlvMetadata
{
    private const string Name = "onMetaData";
    private const string SetDataFrame = "@setDataFrame";

    /// <summary>Whether there are pictures; null where it does not say.</summary>
    public bool? HasVideo { get; init; }

    /// <summary>Whether there is sound; null where it does not say.</summary>
    public bool? HasAudio { get; init; }

    /// <summary>The encoder, or null.</summary>
    public string? Encoder { get; init; }

    /// <summary>Reads the body of a script tag or of a data message. Null without a fault when it is about something else.</summary>
    /// <param name="body">The body, from the name of the message on.</param>
    /// <param name="fault">Why it cannot be read; else none.</param>
    public static FlvMetadata? Read(ReadOnlySpan<byte> body, out AmfFault fault)
    {
        AmfReader reader = new(body);
        FlvMetadata? found = null;
        if (reader.TryRead(out AmfValue name) && (name.Text != SetDataFrame || reader.TryRead(out name)) && name.Text == Name && reader.TryRead(out AmfValue values)) found = Of(values);
        fault = reader.Fault;
        return found;
    }

    // Metadata that names neither kind says nothing of tracks; one that names a kind has all that there are.
    private static FlvMetadata Of(in AmfValue values)
    {
        bool? video = Has(values, "hasVideo", "videocodecid", "width");
        bool? audio = Has(values, "hasAudio", "audiocodecid", "audiosamplerate");
        bool saysAny = video is not null || audio is not null;
        return new FlvMetadata { HasVideo = saysAny ? video == true : null, HasAudio = saysAny ? audio == true : null, Encoder = values["encoder"].Text };
    }

    private static bool? Has(in AmfValue values, string flag, string codec, string detail)
    {
        if (values[flag].Boolean is { } isThere) return isThere;
        AmfValue id = values[codec];
        if (id.Number is { } number) return number > 0 || codec == "audiocodecid";
        return id.Text is { Length: > 0 } || values[detail].Number is > 0 ? true : null;
    }
}
