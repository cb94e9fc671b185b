using Headrace.Media.Buffers;
using Headrace.Media.Codecs.H264;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.PayloadFormats;

namespace Headrace.Protocols.Rtp.Tests.PayloadFormats;

public sealed class H264PacketizerTests
{
    private static readonly Track Track = new(0, Format(), H264Nals.Sets);

    [Fact]
    public void KeyFrameBeginsWithItsParameterSetsAndSeiInOnePacket()
    {
        byte[] idr = H264Nals.Idr(0, 3000);
        List<byte[]> packets = Packetize(RandomAccess.Idr, 1188, H264Nals.Sei, idr);
        Assert.Equal(H264DepacketizerTests.Aggregate(0x78, H264Nals.Sps, H264Nals.Pps, H264Nals.Sei), TestPackets.PayloadOf(packets[0]));
        Assert.Equal(4, packets.Count);
        Assert.Equal([0x7C, 0x85], TestPackets.PayloadOf(packets[1])[..2]);
        Assert.Equal([0x7C, 0x05], TestPackets.PayloadOf(packets[2])[..2]);
        Assert.Equal([0x7C, 0x45], TestPackets.PayloadOf(packets[3])[..2]);
        Assert.Equal(idr[1..], packets.Skip(1).SelectMany(p => TestPackets.PayloadOf(p)[2..]));
        Assert.Equal([false, false, false, true], packets.Select(TestPackets.HasMarker));
    }

    [Fact]
    public void SmallKeyFrameIsOnePacket()
    {
        byte[] packet = Assert.Single(Packetize(RandomAccess.Idr, 1188, H264Nals.Idr()));
        Assert.Equal(H264DepacketizerTests.Aggregate(0x78, H264Nals.Sps, H264Nals.Pps, H264Nals.Idr()), TestPackets.PayloadOf(packet));
        Assert.True(TestPackets.HasMarker(packet));
    }

    [Fact]
    public void FragmentsHaveEqualSizeAndTheLastMayBeShorter()
    {
        for (int length = 1189; length < 60_000; length += 977)
        {
            List<byte[]> packets = Packetize(RandomAccess.None, 1188, H264Nals.P(1, 0, length)).Skip(1).ToList();
            int size = packets[0].Length;
            Assert.All(packets.SkipLast(1), p => Assert.Equal(size, p.Length));
            Assert.InRange(packets[^1].Length, size - packets.Count, size);
            Assert.Equal((length - 1 + 1185) / 1186, packets.Count);
        }
    }

    [Fact]
    public void PictureWithoutChangeIsSentAsItIs()
    {
        using H264Stream stream = new(1, 1, 10, false);
        AccessUnit key = stream.Units[0];
        using MediaOwner p = new(H264Nals.P(1));
        List<byte[]> packets = TestPackets.Of([key, TestPackets.Unit(key.Track, 1, 3000, p.Buffer, RandomAccess.None)], Packetizer(1188));
        Assert.Equal(H264Nals.P(1), TestPackets.PayloadOf(packets[^1]));
    }

    [Fact]
    public void ParameterSetsGoOutAgainWhenTheyChangeWithoutAKeyFrame()
    {
        using MediaOwner p = new(H264Nals.P(1));
        Track changed = Track with { ParameterSets = Track.ParameterSets.With(ParameterSetKind.Pps, 1, H264Nals.OtherPps) };
        List<byte[]> packets = TestPackets.Of(
            [
                TestPackets.Unit(Track, 0, 0, p.Buffer, RandomAccess.Idr),
                TestPackets.Unit(Track, 1, 3000, p.Buffer, RandomAccess.None),
                TestPackets.Unit(changed, 2, 6000, p.Buffer, RandomAccess.None),
            ],
            Packetizer(1188));
        Assert.Equal(3, packets.Count);
        Assert.Equal(H264DepacketizerTests.Aggregate(0x78, H264Nals.Sps, H264Nals.Pps, H264Nals.OtherPps, H264Nals.P(1)), TestPackets.PayloadOf(packets[2]));
    }

    [Fact]
    public void DescriptionCarriesTheParameterSets()
    {
        RtpTrackDescription description = TestPackets.Describe(Track);
        Assert.Equal("96 H264/90000", description.Map.ToString());
        Assert.Equal("4D401E", description.Parameters["profile-level-id"]);
        Assert.Equal("1", description.Parameters["packetization-mode"]);
        Assert.Equal(Track.Format, description.Format);
        Assert.Equal(Track.ParameterSets.Sets.Select(s => Convert.ToHexString(s.Nal.Span)), description.ParameterSets.Sets.Select(s => Convert.ToHexString(s.Nal.Span)));
    }

    [Theory]
    [InlineData("several sequence parameter sets, one twice", "Z01AHpWgKAv+WbAQ,aO48gA==,Z01AHpWgKAv+WbAQ,aO48gA==", 2)]
    [InlineData("no padding, spaces, trailing comma", " Z01AHpWgKAv+WbAQ , aO48gA ,", 2)]
    [InlineData("start codes", "AAAAAWdNQB6VoCgL/lmwEA==,AAAAAWjuPIA=", 2)]
    [InlineData("both in one string", "AAAAAWdNQB6VoCgL/lmwEAAAAAFo7jyA", 2)]
    [InlineData("no base64", "!!!,aO48gA==", 1)]
    [InlineData("nothing", "", 0)]
    public void ParameterSetsOfRealDescriptionsAreRead(string name, string sprop, int sets)
    {
        RtpTrackDescription description = TestPackets.Describe("96 H264/90000", "packetization-mode=1; sprop-parameter-sets=" + sprop + "; profile-level-id=4D401E;");
        Assert.True(description.ParameterSets.Sets.Length == sets, $"{name}: {description.ParameterSets.Sets.Length}");
        Assert.Equal(sets == 2, description.Format is H264Format { Width: 640 or 1280 });
    }

    private static H264Format Format()
    {
        Assert.True(H264Sps.TryParse(H264Nals.Sps, out H264Sps? sps));
        return H264Format.Of(sps);
    }

    private static RtpPacketizer Packetizer(int maxPayloadBytes) => RtpPayloadFormats.Find(H264Codec.Instance)!.CreatePacketizer(Track.Format, maxPayloadBytes);

    private static List<byte[]> Packetize(RandomAccess randomAccess, int maxPayloadBytes, params byte[][] nals)
    {
        using MediaOwner payload = new(nals);
        return TestPackets.Of([TestPackets.Unit(Track, 0, 0, payload.Buffer, randomAccess)], Packetizer(maxPayloadBytes));
    }

    private sealed class MediaOwner(params byte[][] nals) : IDisposable
    {
        public MediaBuffer Buffer { get; } = MediaBufferPool.Shared.Copy(H264Stream.Canonical(nals));

        public void Dispose() => Buffer.Release();
    }
}
