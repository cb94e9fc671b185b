using Headrace.Streaming.Streams;
using Headrace.TestKit.Captures;

namespace Headrace.Endpoints.Tests.RawRtp;

/// <summary>What others captured of real senders is published, or refused in words.</summary>
public sealed class RawRtpCaptureTests
{
    [Theory]
    [InlineData("h264.pcap", "H.264", "")]
    [InlineData("av1.pcap", "AV1", "")]
    [InlineData("vp8.pcap", "VP8", "")]
    [InlineData("rtp.pcapng", "H263/90000 Opus", "")]
    [InlineData("rtcp_multiple_pkts_in_the_same_datagram.pcap", "", "")]
    [InlineData("mpegts.pcap", "", "")]
    public void CaptureIsPublishedOrRefusedInWords(string file, string codecs, string line)
    {
        using RawRtpBench bench = new();
        HashSet<string> seen = [];
        foreach (CapturedPacket packet in CaptureFile.ReadTestMedia(file).Where(packet => !packet.IsTcp))
        {
            bench.Rtp(packet.Payload, RawRtpBench.Address("192.0.2.7", packet.SourcePort));
            Look(TimeSpan.FromMilliseconds(20));
        }

        for (int i = 0; i < 40; i++) Look(TimeSpan.FromSeconds(1));
        Assert.Equal(codecs.Split(' ', StringSplitOptions.RemoveEmptyEntries), seen.Order());
        if (line.Length > 0) Assert.NotEmpty(bench.Log.With(line));
        Assert.Equal(0, bench.Sessions.Count);

        void Look(TimeSpan time)
        {
            bench.Pass(time);
            foreach (LiveStream stream in bench.Streams.All) seen.UnionWith(stream.Tracks.Select(track => track.Format.Description.Split(' ')[0]));
        }
    }
}
