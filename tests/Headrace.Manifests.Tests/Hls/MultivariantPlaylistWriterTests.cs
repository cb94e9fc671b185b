using System.Buffers;
using System.Text;
using Headrace.Manifests.Hls;

namespace Headrace.Manifests.Tests.Hls;

public sealed class MultivariantPlaylistWriterTests
{
    [Fact]
    public void VariantsAndRenditionsCarryTheirAttributesAndTheQuery()
    {
        MultivariantPlaylist playlist = new()
        {
            Variants =
            [
                new Variant
                {
                    Uri = "hls/video.m3u8",
                    Bandwidth = 2_500_000,
                    AverageBandwidth = 2_000_000,
                    Codecs = "avc1.64001f,mp4a.40.2",
                    Resolution = new Resolution(1280, 720),
                    FrameRate = 30_000m / 1001,
                    AudioGroup = "audio",
                    HasNoClosedCaptions = true,
                },
            ],
            Renditions =
            [
                new Rendition
                {
                    Type = "AUDIO", GroupId = "audio", Name = "Sound \"1\"", Language = "en", Channels = "2", IsDefault = true, IsAutoselect = true, Uri = "hls/audio.m3u8",
                },
            ],
        };
        ArrayBufferWriter<byte> output = new();
        MultivariantPlaylistWriter.Write(playlist, output, "s=abc");

        Assert.Equal(
            """
            #EXTM3U
            #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio",NAME="Sound '1'",LANGUAGE="en",DEFAULT=YES,AUTOSELECT=YES,CHANNELS="2",URI="hls/audio.m3u8?s=abc"
            #EXT-X-STREAM-INF:BANDWIDTH=2500000,AVERAGE-BANDWIDTH=2000000,CODECS="avc1.64001f,mp4a.40.2",RESOLUTION=1280x720,FRAME-RATE=29.970,AUDIO="audio",CLOSED-CAPTIONS=NONE
            hls/video.m3u8?s=abc

            """.ReplaceLineEndings("\n"), Encoding.UTF8.GetString(output.WrittenSpan));
    }
}
