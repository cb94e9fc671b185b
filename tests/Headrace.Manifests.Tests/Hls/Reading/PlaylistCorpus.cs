using System.Buffers;
using System.Text;
using Headrace.Manifests.Hls;

namespace Headrace.Manifests.Tests.Hls.Reading;

/// <summary>Texts that the reader must take without a fault, and that seed the fuzz targets.</summary>
internal static class PlaylistCorpus
{
    public const string LowLatency =
        """
        #EXTM3U
        #// a comment
        # another
        #EXT-X-TARGETDURATION:4
        #EXT-X-VERSION:9
        #EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=1.00002,CAN-SKIP-UNTIL=24.0,CAN-SKIP-DATERANGES=YES
        #EXT-X-PART-INF:PART-TARGET=0.33334
        #EXT-X-MEDIA-SEQUENCE:264
        #EXT-X-DISCONTINUITY-SEQUENCE:5
        #EXT-X-SKIP:SKIPPED-SEGMENTS=3,RECENTLY-REMOVED-DATERANGES=""
        #EXT-X-DATERANGE:ID="ad",START-DATE="2026-01-01T00:00:00Z",X-COM-EXAMPLE="a,b=c"
        #EXTINF:4.00008,
        fileSequence267.mp4
        #EXT-X-DISCONTINUITY
        #EXT-X-MAP:URI="init,2.mp4",BYTERANGE="720@0"
        #EXT-X-PROGRAM-DATE-TIME:2026-02-14T02:13:28.106+08:00
        #EXT-X-PART:DURATION=0.33334,URI="filePart268.0.mp4",INDEPENDENT=YES
        #EXT-X-PART:DURATION=0.33334,URI="filePart268.1.mp4",BYTERANGE="100@20"
        #EXT-X-PART:DURATION=0.33334,URI="filePart268.1.mp4",BYTERANGE="30"
        #EXTINF:1.00002,a title
        fileSequence268.mp4
        #EXT-X-PART:DURATION=0.33334,URI="filePart269.0.mp4",GAP=YES
        #EXT-X-PRELOAD-HINT:TYPE=PART,URI="filePart269.1.mp4",BYTERANGE-START=0,BYTERANGE-LENGTH=99
        #EXT-X-PRELOAD-HINT:TYPE=MAP,URI="init3.mp4"
        #EXT-X-RENDITION-REPORT:URI="../1M/wait.php",LAST-MSN=269,LAST-PART=2
        #EXT-X-RENDITION-REPORT:URI="../4M/wait.php"

        """;

    public const string Vod =
        "#EXTM3U\r\n#EXT-X-VERSION:5\r\n#EXT-X-PLAYLIST-TYPE:VOD\r\n#EXT-X-TARGETDURATION:10\r\n#EXT-X-INDEPENDENT-SEGMENTS\r\n"
        + "#EXT-X-KEY:METHOD=AES-128,URI=\"https://k.example/1\",IV=0x0123,KEYFORMAT=\"identity\",KEYFORMATVERSIONS=\"1/2\"\r\n"
        + "#EXT-X-BYTERANGE:1000@0\r\n#EXTINF:9.009,\r\nall.ts\r\n#EXT-X-BYTERANGE:500\r\n#EXTINF:9.009\r\nall.ts\r\n"
        + "#EXT-X-KEY:METHOD=NONE\r\n#EXT-X-GAP\r\n#EXTINF:3,\r\nthird.ts\r\n#EXT-X-CUE-OUT:30\r\n#EXT-X-ENDLIST";

    public const string Multivariant =
        """
        #EXTM3U
        #EXT-X-VERSION:7
        #EXT-X-INDEPENDENT-SEGMENTS
        #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="aac",NAME="English, plain",DEFAULT=YES,AUTOSELECT=YES,LANGUAGE="en",CHANNELS="2",URI="a/en.m3u8"
        #EXT-X-MEDIA:TYPE=CLOSED-CAPTIONS,GROUP-ID="cc",NAME="CC",INSTREAM-ID="SERVICE1"
        #EXT-X-STREAM-INF:BANDWIDTH=1280000,AVERAGE-BANDWIDTH=1000000,CODECS="avc1.4d401e,mp4a.40.2",RESOLUTION=640x360,FRAME-RATE=29.970,AUDIO="aac",CLOSED-CAPTIONS="cc",VIDEO-RANGE=SDR
        low.m3u8
        #EXT-X-STREAM-INF:BANDWIDTH=65000,CODECS="mp4a.40.5",CLOSED-CAPTIONS=NONE
        audio-only.m3u8
        #EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=86000,URI="iframe.m3u8"

        """;

    public static IEnumerable<byte[]> All()
    {
        yield return Encoding.UTF8.GetBytes(LowLatency);
        yield return Encoding.UTF8.GetBytes(Vod);
        yield return Encoding.UTF8.GetBytes(Multivariant);
        yield return Write(Samples.Live);
        yield return Write(Samples.Window(100, 10));
    }

    public static byte[] Write(MediaPlaylist playlist)
    {
        ArrayBufferWriter<byte> output = new();
        MediaPlaylistWriter.Write(playlist, output);
        return output.WrittenSpan.ToArray();
    }

    public static byte[] WriteDelta(MediaPlaylist playlist)
    {
        ArrayBufferWriter<byte> output = new();
        MediaPlaylistWriter.WriteDelta(playlist, output);
        return output.WrittenSpan.ToArray();
    }

    public static byte[] Write(MultivariantPlaylist playlist)
    {
        ArrayBufferWriter<byte> output = new();
        MultivariantPlaylistWriter.Write(playlist, output);
        return output.WrittenSpan.ToArray();
    }
}
