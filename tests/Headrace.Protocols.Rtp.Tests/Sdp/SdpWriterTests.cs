using Headrace.Protocols.Rtp.Sdp;

namespace Headrace.Protocols.Rtp.Tests.Sdp;

public sealed class SdpWriterTests
{
    [Fact]
    public void LinesStandInTheOrderOfTheSpecification()
    {
        SessionDescription session = new()
        {
            Name = "cam1",
            Information = "front door",
            Connection = SdpConnection.Unspecified,
            Bandwidths = [new SdpBandwidth("AS", 100)],
            Attributes = [new SdpAttributeLine("control", "*")],
            Media =
            [
                new MediaDescription
                {
                    Kind = "video",
                    Formats = ["96"],
                    Title = "main",
                    Connection = new SdpConnection("IP4", "224.1.0.1", "16"),
                    Bandwidths = [new SdpBandwidth("AS", 90)],
                    Attributes = [new SdpAttributeLine("rtpmap", "96 H264/90000"), new SdpAttributeLine(SdpDirections.NameOf(SdpDirection.ReceiveOnly))],
                },
            ],
        };
        string[] lines =
        [
            "v=0", "o=- 0 0 IN IP4 127.0.0.1", "s=cam1", "i=front door", "c=IN IP4 0.0.0.0", "b=AS:100", "t=0 0", "a=control:*",
            "m=video 0 RTP/AVP 96", "i=main", "c=IN IP4 224.1.0.1/16", "b=AS:90", "a=rtpmap:96 H264/90000", "a=recvonly",
        ];
        Assert.Equal(string.Concat(lines.Select(l => l + "\r\n")), SdpWriter.Write(session));
    }

    [Fact]
    public void ControlCharactersCannotMakeALineOfTheirOwn()
    {
        string text = SdpWriter.Write(new SessionDescription { Name = "a\r\nm=video 0 RTP/AVP 96" });
        Assert.Contains("s=am=video 0 RTP/AVP 96\r\n", text);
    }

    [Fact]
    public void WhatRealSendersWroteIsWrittenStrictlyAndReadsBackTheSame()
    {
        foreach (string sample in SampleDescriptions.All)
        {
            Assert.True(SdpReader.TryRead(sample.AsSpan(), out SessionDescription session, out _));
            string written = SdpWriter.Write(session);
            Assert.StartsWith("v=0\r\no=", written);
            Assert.True(SdpReader.TryRead(written.AsSpan(), out SessionDescription again, out _));
            Assert.Equal(written, SdpWriter.Write(again));
            Assert.Equal(session.Media.Select(m => m.Attributes.Length), again.Media.Select(m => m.Attributes.Length));
        }
    }
}
