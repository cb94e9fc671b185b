using Headrace.Media.Codecs;
using Headrace.Media.Codecs.PrivateData;
using Headrace.Media.Tracks;

namespace Headrace.Media.Tests.Codecs;

public sealed class KnownCodecsTests
{
    [Fact]
    public void EachCodecHasANameOfItsOwn()
    {
        Assert.Distinct(KnownCodecs.All.Select(codec => codec.Name));
        Assert.All(KnownCodecs.All, codec => Assert.Same(codec, KnownCodecs.Find(codec.Name)));
        Assert.Null(KnownCodecs.Find("theora"));
    }

    /// <summary>The API, metrics and configurations know codecs by these names: they do not change.</summary>
    [Theory]
    [InlineData(MediaKind.Video, "h264 h265 av1 vp9 vp8 mjpeg jpegxs mpeg2video mpeg1video mpeg4video opaque-video", "H.264, H.265, AV1, VP9, VP8, MJPEG, JPEG XS, MPEG-2 video, MPEG-1 video, MPEG-4 video, opaque")]
    [InlineData(
        MediaKind.Audio,
        "aac opus flac ac3 eac3 mp3 mp2 mp1 pcmu pcma g722 g726 l16 l24 opaque-audio",
        "AAC, Opus, FLAC, AC-3, E-AC-3, MP3, MPEG layer II, MPEG layer I, G.711 µ-law, G.711 A-law, G.722, G.726, PCM of 16 bits, PCM of 24 bits, opaque")]
    [InlineData(MediaKind.Data, "klv private-data opaque-data", "KLV, private data, opaque")]
    public void NamesOfCodecsAreForMachinesAndForPeople(MediaKind kind, string names, string displayNames)
    {
        Codec[] codecs = [.. KnownCodecs.All.Where(codec => codec.Kind == kind)];
        Assert.Equal(names, string.Join(' ', codecs.AsEnumerable()));
        Assert.Equal(displayNames, string.Join(", ", codecs.Select(codec => codec.DisplayName)));
    }

    [Fact]
    public void CarrierWithoutAPlaceForACodecSaysWhyWhereItKnows()
    {
        CodecGap[] gaps = [new(PrivateDataCodec.Klv, "nobody plays it")];
        Assert.Equal("FLV does not carry KLV: nobody plays it", CodecGap.Say("FLV does not carry KLV", PrivateDataCodec.Klv, gaps));
        Assert.Equal("FLV does not carry it", CodecGap.Say("FLV does not carry it", PrivateDataCodec.Other, gaps));
    }
}
