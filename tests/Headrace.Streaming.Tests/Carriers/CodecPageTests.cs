using System.Runtime.CompilerServices;
using System.Text;
using Headrace.Containers.ByteStreams;
using Headrace.Containers.Flv.TagBodies;
using Headrace.Containers.MpegTs.ElementaryStreams;
using Headrace.Containers.Mp4.SampleEntries;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Opaque;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.PayloadFormats;

namespace Headrace.Streaming.Tests.Carriers;

/// <summary>The page that says what carries what is made of the tables that decide it. <c>UPDATE_GOLDEN=1</c> rewrites it.</summary>
public sealed class CodecPageTests
{
    private const string Head = """
        # What carries what

        A carrier leaves out tracks of codecs that it has no place for, and sends the others. What is left out, and why, is in the log, in `tracks[].notCarried` of
        `GET /api/v1/streams/NAME`, and, where nothing remains, in the answer: `codec-not-carried` over HTTP, 415 over RTSP. All of these name the outputs that carry the codec.

        | carrier | goes in and out by |
        |---|---|
        | RTP | RTSP, pulled, published, and forwarded; RTP alone |
        | MPEG-TS | UDP, RTP and SRT; HLS with MPEG-TS; over HTTP and WebSocket |
        | FLV | RTMP; FLV over HTTP and WebSocket |
        | MP4 | HLS, clips of the API; over HTTP and WebSocket |
        | byte stream | the API's pictures and data of the buffer |

        This table is made of those that decide it (`KnownCodecs`, `RtpPayloadFormats`, `TsElementaryStreams`, `FlvTagBodies`, `Mp4SampleEntries`, `ByteStreams`); a test fails when it is not true, and rewrites it with `UPDATE_GOLDEN=1`.

        | codec | name | kind | RTP | MPEG-TS | FLV | MP4 | byte stream |
        |---|---|---|---|---|---|---|---|

        """;

    private const string Yes = "yes";

    [Fact]
    public void PageSaysWhatTheTablesSay()
    {
        string path = Path.Combine(Root(), "docs/protocols/codecs.md");
        string page = Write();
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1") File.WriteAllText(path, page);
        Assert.True(File.Exists(path), $"{path} is not there: run this test with UPDATE_GOLDEN=1, and review what it writes.");
        Assert.Equal(page, File.ReadAllText(path), ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void NoCodecIsBothCarriedAndLeftOut()
    {
        Assert.Empty(Mp4Gaps.All.Select(gap => gap.Codec).Intersect(Mp4SampleEntries.All.Select(entry => entry.Codec)));
        Assert.Empty(TsGaps.All.Select(gap => gap.Codec).Intersect(TsElementaryStreams.All.Select(stream => stream.Codec)));
        Assert.Empty(FlvGaps.All.Select(gap => gap.Codec).Intersect(FlvTagBodies.All.Select(body => body.Codec)));
        Assert.Empty(ByteStreamGaps.All.Select(gap => gap.Codec).Intersect(ByteStreams.All.Select(form => form.Codec)));
    }

    private static string Write()
    {
        StringBuilder page = new(Head);
        foreach (Codec codec in KnownCodecs.All)
        {
            string rtp = !RtpPayloadFormats.All.Any(format => ReferenceEquals(format.Codec, codec)) ? No(codec, RtpGaps.All.AsSpan()) : codec is OpaqueCodec ? "as it came" : Yes;
            string ts = TsElementaryStreams.All.FirstOrDefault(stream => ReferenceEquals(stream.Codec, codec)) is { } type ? $"stream type 0x{type.StreamType:X2}" : No(codec, TsGaps.All.AsSpan());
            string flv = FlvTagBodies.All.FirstOrDefault(body => ReferenceEquals(body.Codec, codec)) is { } tag ? Forms(tag) : No(codec, FlvGaps.All.AsSpan());
            string mp4 = Mp4SampleEntries.All.Any(entry => ReferenceEquals(entry.Codec, codec)) ? Yes : No(codec, Mp4Gaps.All.AsSpan());
            string bytes = ByteStreams.All.Any(form => ReferenceEquals(form.Codec, codec)) ? Yes : No(codec, ByteStreamGaps.All.AsSpan());
            page.Append($"| {codec.DisplayName} | `{codec.Name}` | {KindOf(codec)} | {rtp} | {ts} | {flv} | {mp4} | {bytes} |\n");
        }

        return page.ToString();
    }

    private static string Forms(TagBody body) =>
        body is { ClassicId: >= 0, FourCc: { } name } ? $"{body.ClassicId}, as further track `{name}`" : body.FourCc is { } only ? $"enhanced, `{only}`" : $"{body.ClassicId}";

    private static string No(Codec codec, ReadOnlySpan<CodecGap> gaps) => CodecGap.Say("no", codec, gaps);

    private static string KindOf(Codec codec) => codec.Kind switch
    {
        MediaKind.Video => "video",
        MediaKind.Audio => "audio",
        _ => "data",
    };

    private static string Root([CallerFilePath] string source = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(source)!, "../../.."));
}
