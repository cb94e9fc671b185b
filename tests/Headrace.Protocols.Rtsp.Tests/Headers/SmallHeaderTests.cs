using System.Text;
using Headrace.Protocols.Rtsp.Headers;
using Headrace.TestKit;

namespace Headrace.Protocols.Rtsp.Tests.Headers;

public class SmallHeaderTests
{
    public static readonly TheoryData<string, string?> Sessions = new()
    {
        { "12345678", "12345678" },
        { "12345678;timeout=60", "12345678;timeout=60" },
        { " 12345678 ; Timeout = 60 ", "12345678;timeout=60" },
        { "a$-_.+b;x=1;timeout=5", "a$-_.+b;timeout=5" },
        { "12345678;timeout=soon", "12345678" },
        { "12345678;timeout", "12345678" },
        { "", null },
        { ";timeout=60", null },
    };

    public static readonly TheoryData<string, string?> Ranges = new()
    {
        { "npt=0.000-", "npt=0.000-" },
        { "npt=0-", "npt=0.000-" },
        { "npt=now-", "npt=now-" },
        { "NPT = 10.5 - 20", "npt=10.500-20.000" },
        { "npt=-20", "npt=-20.000" },
        { "npt=0:01:02.5-", "npt=62.500-" },
        { "npt=119.710815-", "npt=119.710815-" },
        { "npt=5", "npt=5.000-" },
        { "npt=0-;time=19970123T143720Z", "npt=0.000-" },
        { "clock=19961108T142300Z-19961108T143520Z", "clock=19961108T142300Z-19961108T143520Z" },
        { "clock=20260102T030405.250Z-", "clock=20260102T030405.25Z-" },
        { "smpte=10:12:33:20-", null },
        { "npt=a-b", null },
        { "npt=1:2:3:4-", null },
        { "npt=99999999999999-", null },
        { "clock=yesterday-", null },
        { "clock=99999999T999999Z-", null },
        { "0-", null },
        { "", null },
    };

    public static readonly TheoryData<string, string?> RtpInfos = new()
    {
        { "url=rtsp://h/cam/trackID=0;seq=33751;rtptime=2898571121, url=rtsp://h/cam/trackID=1;seq=59155;rtptime=3438934478", "url=rtsp://h/cam/trackID=0;seq=33751;rtptime=2898571121,url=rtsp://h/cam/trackID=1;seq=59155;rtptime=3438934478" },
        { "url=rtsp://h/a,b;seq=1", "url=rtsp://h/a,b;seq=1" },
        { "url=rtsp://h/a?x=1,y=2&url=3;seq=1,url=t2", "url=rtsp://h/a?x=1,y=2&url=3;seq=1,url=t2" },
        { "url=\"rtsp://h/a\";rtptime=5", "url=rtsp://h/a;rtptime=5" },
        { "URL=t;Seq=65537;RTPTIME=x", "url=t;seq=1" },
        { "seq=1;rtptime=2", null },
        { "", null },
    };

    [Theory]
    [MemberData(nameof(Sessions))]
    public void SessionIsReadAndWritten(string value, string? written) =>
        Assert.Equal(written, SessionHeader.TryParse(value, out SessionHeader? header) ? header.ToString() : null);

    [Theory]
    [MemberData(nameof(Ranges))]
    public void RangeIsReadAndWritten(string value, string? written)
    {
        Assert.Equal(written, RangeHeader.TryParse(value, out RangeHeader? header) ? header.ToString() : null);
        if (header is null) return;
        Assert.True(RangeHeader.TryParse(written, out RangeHeader? again));
        Assert.Equal(header, again);
    }

    [Fact]
    public void LiveRangeIsFromNow() => Assert.Equal("npt=now-", RangeHeader.Live.ToString());

    [Theory]
    [MemberData(nameof(RtpInfos))]
    public void RtpInfoIsReadAndWritten(string value, string? written)
    {
        Assert.Equal(written, RtpInfoHeader.TryParse(value, out RtpInfoHeader? header) ? header.ToString() : null);
    }

    [Fact]
    public void RtpInfoIsLimited()
    {
        Assert.True(RtpInfoHeader.TryParse(string.Join(',', Enumerable.Repeat("url=a", 1000)), out RtpInfoHeader? header));
        Assert.Equal(RtspLimits.MaxRtpInfoEntries, header.Entries.Length);
    }

    [Fact]
    public void PublicMethodsAreReadAndWritten()
    {
        Assert.Equal([RtspMethod.Describe, RtspMethod.GetParameter], PublicMethods.Parse("DESCRIBE,FLY, GET_PARAMETER ,DESCRIBE,"));
        Assert.Empty(PublicMethods.Parse(""));
        Assert.Equal("OPTIONS, SET_PARAMETER", PublicMethods.Format([RtspMethod.Options, RtspMethod.SetParameter]));
    }

    [Fact]
    public void NeitherThrowsNorHangsOnAnyText()
    {
        IEnumerable<string> texts = Sessions.Concat(Ranges).Concat(RtpInfos).Select(row => row.Data.Item1);
        Fuzz.Run([.. texts.Select(Encoding.UTF8.GetBytes)], bytes =>
        {
            string text = Encoding.Latin1.GetString(bytes);
            if (SessionHeader.TryParse(text, out SessionHeader? session)) Assert.True(SessionHeader.TryParse(session.ToString(), out _));
            if (RangeHeader.TryParse(text, out RangeHeader? range)) Assert.True(RangeHeader.TryParse(range.ToString(), out _));
            if (RtpInfoHeader.TryParse(text, out RtpInfoHeader? info)) Assert.True(RtpInfoHeader.TryParse(info.ToString(), out _));
            PublicMethods.Parse(text);
        });
    }
}
