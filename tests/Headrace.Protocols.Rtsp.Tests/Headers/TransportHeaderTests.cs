using System.Text;
using Headrace.Protocols.Rtsp.Headers;
using Headrace.TestKit;

namespace Headrace.Protocols.Rtsp.Tests.Headers;

public class TransportHeaderTests
{
    public static readonly TheoryData<string, string, string> Values = new()
    {
        // name, as it came, as it is written
        { "FFmpeg reads over UDP", "RTP/AVP/UDP;unicast;client_port=5562-5563", "RTP/AVP;unicast;client_port=5562-5563" },
        { "FFmpeg publishes over TCP", "RTP/AVP/TCP;unicast;interleaved=0-1;mode=record", "RTP/AVP/TCP;unicast;interleaved=0-1;mode=record" },
        { "GStreamer publishes", "RTP/AVP/TCP;unicast;interleaved=2-3;mode=RECORD", "RTP/AVP/TCP;unicast;interleaved=2-3;mode=record" },
        { "GStreamer tries multicast", "RTP/AVP;multicast", "RTP/AVP;multicast" },
        { "a mode in quotes", "RTP/AVP;unicast;client_port=1-2;mode=\"PLAY\"", "RTP/AVP;unicast;client_port=1-2;mode=play" },
        { "several modes", "RTP/AVP/TCP;unicast;mode=\"PLAY,RECORD\"", "RTP/AVP/TCP;unicast;mode=record" },
        { "Darwin's word for record", "RTP/AVP/TCP;unicast;interleaved=0-1;mode=receive", "RTP/AVP/TCP;unicast;interleaved=0-1;mode=record" },
        { "channels of a video management system", "RTP/AVP/TCP;unicast;interleaved=168-169", "RTP/AVP/TCP;unicast;interleaved=168-169" },
        { "the last channels", "RTP/AVP/TCP;unicast;interleaved=254-255", "RTP/AVP/TCP;unicast;interleaved=254-255" },
        { "channels that are no neighbours", "RTP/AVP/TCP;interleaved=7-3", "RTP/AVP/TCP;unicast;interleaved=7-3" },
        { "one channel", "RTP/AVP/TCP;unicast;interleaved=4", "RTP/AVP/TCP;unicast;interleaved=4-5" },
        { "a channel beyond a byte", "RTP/AVP/TCP;unicast;interleaved=256-257", "RTP/AVP/TCP;unicast" },
        { "one channel without a next", "RTP/AVP/TCP;unicast;interleaved=255", "RTP/AVP/TCP;unicast" },
        { "the same channel twice", "RTP/AVP/TCP;unicast;interleaved=3-3", "RTP/AVP/TCP;unicast" },
        { "one port", "RTP/AVP;unicast;client_port=5000", "RTP/AVP;unicast;client_port=5000-5001" },
        { "a server over UDP", "RTP/AVP;unicast;source=10.0.0.1;client_port=1-2;server_port=6256-6257;ssrc=00A1B2C3", "RTP/AVP;unicast;source=10.0.0.1;client_port=1-2;server_port=6256-6257;ssrc=00A1B2C3" },
        { "a source without zeros", "RTP/AVP;unicast;ssrc= a1b2", "RTP/AVP;unicast;ssrc=0000A1B2" },
        { "a group", "RTP/AVP;multicast;destination=224.2.0.1;ttl=127;port=3456-3457", "RTP/AVP;multicast;destination=224.2.0.1;ttl=127;port=3456-3457" },
        { "SRTP", "RTP/SAVP/TCP;unicast;interleaved=0-1", "RTP/SAVP/TCP;unicast;interleaved=0-1" },
        { "feedback profiles", "RTP/SAVPF;unicast;client_port=1-2,RTP/AVPF;unicast;client_port=1-2", "RTP/SAVPF;unicast;client_port=1-2,RTP/AVPF;unicast;client_port=1-2" },
        { "alternatives", "RTP/AVP;multicast, RTP/AVP;unicast;client_port=3456-3457 , RTP/AVP/TCP;interleaved=0-1", "RTP/AVP;multicast,RTP/AVP;unicast;client_port=3456-3457,RTP/AVP/TCP;unicast;interleaved=0-1" },
        { "alternatives that are no RTP", "RAW/RAW/UDP;unicast;client_port=1-2,MP2T/H2221/UDP,rtp/avp/tcp;UNICAST;Interleaved=0-1", "RTP/AVP/TCP;unicast;interleaved=0-1" },
        { "parameters that are unknown or broken", "RTP/AVP;unicast;;layers=2;append;client_port=x-y;ttl=900;=;a_name_that_is_quite_long=1;ssrc=xyz", "RTP/AVP;unicast" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void ReadsAndWritesTransports(string name, string value, string written)
    {
        Assert.True(TransportHeader.TryParse(value, out TransportHeader? header), name);
        Assert.Equal(written, header.ToString());
        Assert.True(TransportHeader.TryParse(written, out TransportHeader? again));
        Assert.Equal(header.Alternatives, again.Alternatives);
    }

    [Theory]
    [InlineData("")]
    [InlineData(";;,,;")]
    [InlineData("RTP/AVP/DCCP;unicast")]
    [InlineData("RAW/RAW/UDP;unicast;client_port=1-2")]
    [InlineData("unicast;RTP/AVP")]
    public void RefusesWhatIsNoRtp(string value) => Assert.False(TransportHeader.TryParse(value, out _));

    [Fact]
    public void NumberOfAlternativesIsLimited()
    {
        string value = string.Join(',', Enumerable.Repeat("RTP/AVP;multicast", 100));
        Assert.True(TransportHeader.TryParse(value, out TransportHeader? header));
        Assert.Equal(RtspLimits.MaxTransportAlternatives, header.Alternatives.Length);
    }

    [Fact]
    public void NeitherThrowsNorWritesWhatItCannotRead() => Fuzz.Run(
        [.. Values.Select(row => Encoding.UTF8.GetBytes(row.Data.Item2))],
        bytes =>
        {
            if (!TransportHeader.TryParse(Encoding.Latin1.GetString(bytes), out TransportHeader? header)) return;
            Assert.True(TransportHeader.TryParse(header.ToString(), out TransportHeader? again));
            Assert.Equal(header.ToString(), again.ToString());
        });
}
