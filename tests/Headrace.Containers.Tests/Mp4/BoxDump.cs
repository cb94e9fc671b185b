using System.Globalization;
using System.Text;
using Headrace.Containers.Mp4;
using Headrace.Containers.Mp4.Boxes;

namespace Headrace.Containers.Tests.Mp4;

/// <summary>Boxes as text: one line a box, indented by depth, with its size and what the golden files should show of it.</summary>
internal static class BoxDump
{
    private const int BytesPerLine = 32;

    private static readonly Dictionary<string, int> Containers = new()
    {
        ["moov"] = 0, ["trak"] = 0, ["mdia"] = 0, ["minf"] = 0, ["dinf"] = 0, ["stbl"] = 0, ["mvex"] = 0, ["moof"] = 0, ["traf"] = 0,
        ["dref"] = 8, ["stsd"] = 8, ["avc1"] = 78, ["hvc1"] = 78, ["mp4a"] = 28, ["Opus"] = 28, ["fLaC"] = 28,
    };

    public static string Of(ReadOnlySpan<byte> bytes)
    {
        StringBuilder text = new();
        Append(text, new BoxReader(bytes), 0);
        return text.ToString();
    }

    private static void Append(StringBuilder text, BoxReader reader, int depth)
    {
        while (reader.TryRead(out Box box))
        {
            string indent = new(' ', depth * 2);
            text.Append(CultureInfo.InvariantCulture, $"{indent}{box.Type} {box.Size}{Describe(box)}\n");
            bool isContainer = Containers.TryGetValue(box.Type.ToString(), out int fields);
            AppendHex(text, indent, isContainer ? box.Body[..fields] : box.Type == BoxTypes.Mdat ? [] : box.Body);
            if (isContainer) Append(text, box.Children(fields), depth + 1);
        }

        if (!reader.Error.IsNone) text.Append(CultureInfo.InvariantCulture, $"!! {reader.Error}\n");
    }

    private static string Describe(in Box box)
    {
        if (box.Type == BoxTypes.Tkhd && TrackHeaderBox.TryRead(box.Body, out TrackHeaderBox track)) return Show(track);
        if (box.Type == BoxTypes.Mdhd && MediaHeaderBox.TryRead(box.Body, out MediaHeaderBox media)) return Show(media);
        if (box.Type == BoxTypes.Hdlr && HandlerBox.TryRead(box.Body, out HandlerBox handler)) return Show(handler);
        if (box.Type == BoxTypes.Trex && TrackExtendsBox.TryRead(box.Body, out TrackExtendsBox extends)) return Show(extends);
        if (box.Type == BoxTypes.Mfhd && MovieFragmentHeaderBox.TryRead(box.Body, out MovieFragmentHeaderBox fragment)) return Show(fragment);
        if (box.Type == BoxTypes.Tfhd && TrackFragmentHeaderBox.TryRead(box.Body, out TrackFragmentHeaderBox header)) return Show(header);
        if (box.Type == BoxTypes.Tfdt && TrackFragmentDecodeTimeBox.TryRead(box.Body, out TrackFragmentDecodeTimeBox time)) return Show(time);
        if (box.Type == BoxTypes.Prft && ProducerReferenceTimeBox.TryRead(box.Body, out ProducerReferenceTimeBox reference)) return Show(reference);
        if (box.Type == BoxTypes.Trun && TrackRunBox.TryRead(box.Body, out TrackRunBox run)) return $" v{box.Body[0]} {run.Fields}, {run.Count} samples";
        return "";
    }

    // The record's own text without the type's name: "{ TrackId = 1, … }".
    private static string Show<T>(T box) => $" {box!.ToString()![(typeof(T).Name.Length + 1)..]}";

    private static void AppendHex(StringBuilder text, string indent, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            int count = Math.Min(BytesPerLine, bytes.Length);
            text.Append(CultureInfo.InvariantCulture, $"{indent}  . {Convert.ToHexString(bytes[..count])}\n");
            bytes = bytes[count..];
        }
    }
}
