using System.Text;
using Headrace.Protocols.Rtp.PayloadFormats;
using Headrace.Protocols.Rtp.Sdp;
using Headrace.TestKit;

namespace Headrace.Protocols.Rtp.Tests.Sdp;

public sealed class SdpReaderTests
{
    public static TheoryData<string, string, string> Media => new()
    {
        { "ffmpeg", SampleDescriptions.Ffmpeg, "video 96 H264/90000 [streamid=0] | audio 97 MPEG4-GENERIC/48000/2 [streamid=1]" },
        { "GStreamer", SampleDescriptions.GStreamer, "video 96 H265/90000 [stream=0] | audio 97 OPUS/48000/2 [stream=1]" },
        { "OBS-like", SampleDescriptions.ObsLike, "video 96 H264/90000 [trackID=0]" },
        {
            "Hikvision", SampleDescriptions.Hikvision,
            "video 96 H264/90000 [rtsp://192.168.1.64:554/Streaming/Channels/101/trackID=1] | audio 8 PCMA/8000 [rtsp://192.168.1.64:554/Streaming/Channels/101/trackID=2] | application 107 vnd.onvif.metadata/90000 []"
        },
        { "Dahua", SampleDescriptions.Dahua, "video 98 H265/90000 [trackID=0] | audio 0 PCMU/8000 [trackID=1]" },
        { "Axis", SampleDescriptions.Axis, "video 96 H264/90000 [rtsp://192.168.0.90/axis-media/media.amp/stream=0]" },
        { "Reolink", SampleDescriptions.Reolink, "video 96 h264/90000 [track1] | audio 97 MPEG4-GENERIC/16000 [track2]" },
        { "fragment", SampleDescriptions.Fragment, "video 26 JPEG/90000 [] | audio 14 MPA/90000 [] | video 33 MP2T/90000 []" },
        { "wrong numbers", SampleDescriptions.WrongNumbers, "video 97 H264/90000 [] | application/tp-link [] |  [x]" },
    };

    [Theory]
    [MemberData(nameof(Media))]
    public void MediaOfRealSendersAreFound(string name, string text, string media)
    {
        SessionDescription session = Read(text);
        Assert.True(media == string.Join(" | ", session.Media.Select(Summary)), $"{name}: {string.Join(" | ", session.Media.Select(Summary))}");
    }

    [Fact]
    public void ParametersAreFoundWhateverTheirCaseSpacesAndSemicolons()
    {
        FormatParameters video = Read(SampleDescriptions.Hikvision).Media[0].FindFormatParameters(96);
        Assert.Equal("1", video["Packetization-Mode"]);
        Assert.Equal("Z00AKpY1QPAET8s3AQEBQAABwgAAV+QB,aO48gA==", video["sprop-parameter-sets"]);
        Assert.Equal(3, video.Values.Length);
        FormatParameters audio = Read(SampleDescriptions.Reolink).Media[1].FindFormatParameters(97);
        Assert.Equal(13, audio.GetInt("sizelength", 0));
        Assert.Equal(7, audio.GetInt("auxiliarydatasizelength", 7));
        Assert.Equal("1408", audio["config"]);
        Assert.Equal("1", Read(SampleDescriptions.WrongNumbers).Media[0].FindFormatParameters(97)["packetization-mode"]);
        Assert.Same(FormatParameters.Empty, Read(SampleDescriptions.Dahua).Media[1].FindFormatParameters(0));
    }

    [Fact]
    public void SessionLinesAreRead()
    {
        SessionDescription session = Read(SampleDescriptions.GStreamer);
        Assert.Equal(new SdpOrigin("-", "11936285326452348562", "1", "IP4", "127.0.0.1"), session.Origin);
        Assert.Equal("Session streamed with GStreamer", session.Name);
        Assert.Equal("rtsp-server", session.Information);
        Assert.Equal("*", session.Control);
        Assert.Equal(25.0, session.Media[0].FrameRate);
        Assert.Equal("3776670536 cname:user@host", session.Media[0].Find("ssrc"));
        Assert.Equal(new SdpBandwidth("AS", 5100), Read(SampleDescriptions.Hikvision).Bandwidths.Single());
        Assert.Equal(SdpDirection.ReceiveOnly, Read(SampleDescriptions.Hikvision).Media[0].Direction);
        Assert.Null(session.Media[0].Direction);
        Assert.Equal(new SdpConnection("IP4", "239.1.2.3", "127/2"), Read(SampleDescriptions.Fragment).Media[1].Connection);
        Assert.Equal(5002, Read(SampleDescriptions.Fragment).Media[1].Port);
    }

    [Theory]
    [InlineData("nothing", "", SdpError.NoLines)]
    [InlineData("prose", "hello\r\nworld", SdpError.NoLines)]
    public void WhatIsNoDescriptionIsRefused(string name, string text, SdpError reason)
    {
        Assert.False(SdpReader.TryRead(text.AsSpan(), out _, out SdpError error), name);
        Assert.Equal(reason, error);
    }

    [Fact]
    public void BoundsHold()
    {
        Assert.Equal(SdpError.TooManyMedia, ErrorOf(Repeat("m=video 0 RTP/AVP 96\n", SdpReader.MaxMedia + 1)));
        Assert.Equal(SdpError.None, ErrorOf(Repeat("m=video 0 RTP/AVP 96\n", SdpReader.MaxMedia)));
        Assert.Equal(SdpError.TooManyAttributes, ErrorOf(Repeat("a=x:1\n", SdpReader.MaxAttributes + 1)));
        Assert.Equal(SdpError.TooManyAttributes, ErrorOf(Repeat("b=AS:1\n", SdpReader.MaxAttributes + 1)));
        Assert.Equal(SdpError.TooManyAttributes, ErrorOf(Repeat("t=0 0\n", SdpReader.MaxAttributes + 1)));
        Assert.Equal(SdpError.TooManyAttributes, ErrorOf("m=video 0 RTP/AVP" + Repeat(" 96", SdpReader.MaxAttributes + 1)));
        Assert.Equal(SdpError.TooLong, ErrorOf(new string('a', SdpReader.MaxLength + 1)));
        Assert.Equal(FormatParameters.MaxParameters, FormatParameters.Parse(Repeat("a=1;", 500)).Values.Length);
    }

    [Theory]
    [InlineData("96 H264/90000", "96 H264/90000")]
    [InlineData("97 opus/48000/2", "97 opus/48000/2")]
    [InlineData(" 97  L16 / 44100 / 2 ", "97 L16/44100/2")]
    [InlineData("97 L16/44100/", "97 L16/44100")]
    [InlineData("128 H264/90000", null)]
    [InlineData("96 H264", null)]
    [InlineData("96 H264/", null)]
    [InlineData("96 /90000", null)]
    [InlineData("96 H264/0", null)]
    [InlineData("96 H264/50000001", null)]
    [InlineData("96", null)]
    [InlineData("", null)]
    public void RtpMapIsReadOrRefused(string text, string? expected) => Assert.Equal(expected, RtpMap.TryParse(text, out RtpMap map) ? map.ToString() : null);

    [Fact]
    public void AnyBytesAreReadOrRefusedAndWhatIsReadSurvivesWriting() => Fuzz.Run(SampleDescriptions.All.Select(Encoding.UTF8.GetBytes), bytes =>
    {
        if (!SdpReader.TryRead(bytes, out SessionDescription session, out SdpError error))
        {
            Assert.NotEqual(SdpError.None, error);
            return;
        }

        foreach (MediaDescription media in session.Media)
        {
            _ = media.FrameRate;
            Assert.Equal(RtpPayloadFormats.TryRead(media, out _, out RtpTrackRefusal reason), reason == RtpTrackRefusal.None);
            foreach (byte payloadType in media.PayloadTypes)
            {
                media.FindRtpMap(payloadType);
                media.FindFormatParameters(payloadType);
            }
        }

        string written = SdpWriter.Write(session);
        Assert.True(SdpReader.TryRead(written.AsSpan(), out SessionDescription again, out _) || written.Length > SdpReader.MaxLength);
        if (again is not null) Assert.Equal(written, SdpWriter.Write(again));
    });

    private static SessionDescription Read(string text)
    {
        Assert.True(SdpReader.TryRead(Encoding.UTF8.GetBytes(text), out SessionDescription session, out SdpError error), error.ToString());
        return session;
    }

    private static SdpError ErrorOf(string text)
    {
        SdpReader.TryRead(text.AsSpan(), out _, out SdpError error);
        return error;
    }

    private static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));

    private static string Summary(MediaDescription media) =>
        media.Kind + string.Concat(media.PayloadTypes.Select(t => $" {media.FindRtpMap(t)?.ToString() ?? $"{t} ?"}")) + $" [{media.Control}]";
}
