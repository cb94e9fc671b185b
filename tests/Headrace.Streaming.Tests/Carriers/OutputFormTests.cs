using Headrace.Media.Codecs.Av1;
using Headrace.Media.Codecs.G711;
using Headrace.Media.Tracks;
using Headrace.Streaming.Carriers;

namespace Headrace.Streaming.Tests.Carriers;

/// <summary>What forms of output say of tracks that they leave out.</summary>
public sealed class OutputFormTests
{
    private static readonly Track Sound = new(1, G711Format.Of(G711Codec.MuLaw), ParameterSets.Empty);

    [Fact]
    public void FormWithoutAPlaceForAnyTrackSaysWhyAndThatItStaysSo()
    {
        Assert.Equal("MP4 does not carry G.711 µ-law here: no player at hand takes it from MP4; it is read from files", OutputForm.Mp4.WhyNot(Sound));
        Assert.Equal(OutputForm.Mp4.Explain(Sound), OutputForm.Mp4.WhyNever([Sound, Sound]));
        Assert.Equal(
            "MPEG-TS does not carry G.711 µ-law here: there is no stream type for it; G.711 µ-law goes out over RTSP, RTP, RTMP and FLV over HTTP; AAC goes out over all", OutputForm.MpegTs.WhyNever([Sound]));
        Assert.Null(OutputForm.Rtp.WhyNever([Sound]));
    }

    [Fact]
    public void SegmentsOfMpegTsLeaveOutWhatPlayersOfHlsDoNotTakeFromThem()
    {
        Assert.True(Av1Obu.TryRead(Convert.FromHexString("0A0A00000002AFF79B5F2008"), out Av1Obu header, out _));
        Track picture = new(0, Assert.IsType<Av1Format>(Av1Format.Of(header)), ParameterSets.Empty);
        Assert.Null(OutputForm.MpegTs.WhyNot(picture));
        Assert.Equal("players of HLS take AV1 from MP4 only", OutputForm.TsSegments.WhyNot(picture));
        Assert.Equal(OutputForm.TsSegments.Explain(picture), OutputForm.TsSegments.WhyNever([picture]));
        Assert.Null(OutputForm.TsSegments.WhyNever([picture, new Track(1, TestFormats.Aac(48_000, 2), ParameterSets.Empty)]));
        Assert.Equal(OutputForm.MpegTs.WhyNot(Sound), OutputForm.TsSegments.WhyNot(Sound));
    }

    [Fact]
    public void FormThatMayYetHoldATrackDoesNotSayNever()
    {
        // Its parameter sets have not come yet.
        Track picture = new(0, TestFormats.Small.Format, ParameterSets.Empty);
        Assert.NotNull(OutputForm.Mp4.WhyNot(picture));
        Assert.Null(OutputForm.Mp4.WhyNever([picture, Sound]));
        Assert.StartsWith(OutputForm.Mp4.WhyNot(picture), OutputForm.Mp4.WhyNothing([picture, Sound]), StringComparison.Ordinal);
        Assert.Null(OutputForm.Mp4.WhyNever([]));
    }
}
