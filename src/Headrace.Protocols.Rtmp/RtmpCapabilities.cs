using System.Collections.Immutable;
using Headrace.Containers.Flv.Amf;
using Headrace.Containers.Flv.TagBodies;
using Headrace.Media.Tracks;

namespace Headrace.Protocols.Rtmp;

/// <summary>What a side says in <c>connect</c> that it can do beyond classic RTMP (Enhanced RTMP 2, "Enhancing NetConnection connect command").</summary>
public sealed record RtmpCapabilities
{
    private const int DecodesEncodesForwards = 7;
    private const int MultitrackAndModifiers = 2 | 4;

    /// <summary>Codes of pictures.</summary>
    public required ImmutableArray<string> Video { get; init; }

    /// <summary>Codes of sound.</summary>
    public required ImmutableArray<string> Audio { get; init; }

    /// <summary>What we can: the codecs of <see cref="FlvTagBodies"/> that have a code.</summary>
    public static RtmpCapabilities Own { get; } = new() { Video = CodesOf(MediaKind.Video), Audio = CodesOf(MediaKind.Audio) };

    /// <summary>None: a peer that says nothing.</summary>
    public static RtmpCapabilities None { get; } = new() { Video = [], Audio = [] };

    /// <summary>True where the other side says that it knows Enhanced RTMP.</summary>
    public bool IsEnhanced => Video.Length + Audio.Length > 0;

    /// <summary>Reads them out of the object that they stand in: a list of codes, or maps of them, or both.</summary>
    public static RtmpCapabilities Read(in AmfValue properties)
    {
        ImmutableArray<string>.Builder video = ImmutableArray.CreateBuilder<string>();
        foreach (AmfValue code in properties["fourCcList"].Items)
        {
            if (code.Text is { } text) video.Add(text);
        }

        foreach (AmfProperty code in properties["videoFourCcInfoMap"].Properties) video.Add(code.Name);
        ImmutableArray<string>.Builder audio = ImmutableArray.CreateBuilder<string>();
        foreach (AmfProperty code in properties["audioFourCcInfoMap"].Properties) audio.Add(code.Name);
        return video.Count + audio.Count == 0 ? None : new RtmpCapabilities { Video = video.ToImmutable(), Audio = audio.ToImmutable() };
    }

    /// <summary>Writes them as properties of the object that is being written.</summary>
    internal void Write(AmfWriter writer)
    {
        writer.Name("fourCcList");
        writer.StrictArray(Video.Length);
        foreach (string code in Video) writer.Text(code);
        WriteMap(writer, "videoFourCcInfoMap", Video);
        WriteMap(writer, "audioFourCcInfoMap", Audio);
        writer.Number("capsEx", MultitrackAndModifiers);
    }

    private static ImmutableArray<string> CodesOf(MediaKind kind) =>
        [.. FlvTagBodies.All.Where(body => body.Codec.Kind == kind && body.FourCc is not null).Select(body => body.FourCc!.Value.ToString())];

    private static void WriteMap(AmfWriter writer, string name, ImmutableArray<string> codes)
    {
        writer.Name(name);
        writer.Object();
        foreach (string code in codes) writer.Number(code, DecodesEncodesForwards);
        writer.End();
    }
}
