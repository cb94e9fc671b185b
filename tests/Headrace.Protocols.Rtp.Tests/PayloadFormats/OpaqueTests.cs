using Headrace.Media.Buffers;
using Headrace.Media.Codecs.Opaque;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.PayloadFormats;
using Headrace.Protocols.Rtp.Sdp;

namespace Headrace.Protocols.Rtp.Tests.PayloadFormats;

public sealed class OpaqueTests
{
    [Theory]
    [InlineData("video", "97 H263-1998/90000", "97 CIF=1;QCIF=1", "96 H263-1998/90000", "96 CIF=1;QCIF=1")]
    [InlineData("audio", "98 L20/44100/2", null, "96 L20/44100/2", null)]
    [InlineData("audio", "97 MP4A-LATM/44100", "97 config=40002420; cpresent=0", "96 MP4A-LATM/44100", "96 config=40002420; cpresent=0")]
    [InlineData("application", "107 vnd.onvif.metadata/90000", null, "96 vnd.onvif.metadata/90000", null)]
    [InlineData("video", null, null, "31 H261/90000", null)]
    public void LinesArePassedOnVerbatim(string kind, string? rtpmap, string? fmtp, string writtenMap, string? writtenParameters)
    {
        List<SdpAttributeLine> lines = [];
        if (rtpmap is not null) lines.Add(new SdpAttributeLine("rtpmap", rtpmap));
        if (fmtp is not null) lines.Add(new SdpAttributeLine("fmtp", fmtp));
        MediaDescription media = new() { Kind = kind, Formats = [rtpmap?.Split(' ')[0] ?? "31"], Attributes = [.. lines] };
        Assert.True(RtpPayloadFormats.TryRead(media, out RtpTrackDescription? description, out _));
        Assert.IsType<OpaqueFormat>(description.Format);

        MediaDescription written = description.PayloadFormat.Describe(new Track(0, description.Format, ParameterSets.Empty), 96, "x");
        Assert.Equal(kind, written.Kind);
        Assert.Equal(writtenMap, written.Find("rtpmap"));
        Assert.Equal(writtenParameters, written.Find("fmtp"));
        Assert.Equal(writtenMap.Split(' ')[0], Assert.Single(written.Formats));
    }

    [Fact]
    public void PayloadsOfOneTimestampAreAUnitAndGoOutAgainAsTheyCame()
    {
        RtpTrackDescription description = TestPackets.Describe("97 H263-1998/90000");
        using Receiver receiver = new(description);
        receiver.Handle(TestPackets.Make(1, 0, false, 1, 2));
        receiver.Handle(TestPackets.Make(2, 0, true, 3));
        receiver.Handle(TestPackets.Make(3, 3000, false, 4));
        receiver.Handle(TestPackets.Make(4, 6000, false, 5));
        Assert.Equal(2, receiver.Units.Count);
        receiver.Flush();
        Assert.Equal(["0102|03", "04", "05"], receiver.Units.Select(u => string.Join('|', u.Nals)));

        Track track = new(0, description.Format!, ParameterSets.Empty);
        MediaBuffer payload = MediaBufferPool.Shared.Copy(receiver.Units[0].Bytes);
        List<byte[]> packets = TestPackets.Of([TestPackets.Unit(track, 0, 0, payload, RandomAccess.Idr)], description.PayloadFormat.CreatePacketizer(track.Format));
        payload.Release();
        Assert.Equal([[1, 2], [3]], packets.Select(TestPackets.PayloadOf));
        Assert.Equal([false, true], packets.Select(TestPackets.HasMarker));
    }

    [Fact]
    public void HoleDamagesPicturesOnBothSidesAndSoundThatItLiesIn()
    {
        Assert.Equal([(0u, true), (3000u, true), (6000u, false)], Damage("video"));
        Assert.Equal([(0u, true), (3000u, false), (6000u, false)], Damage("audio"));

        static IEnumerable<(uint, bool)> Damage(string kind)
        {
            using Receiver receiver = new(TestPackets.Describe("97 x/90000", "", kind));
            receiver.Handle(TestPackets.Make(0, 99, true, 1));
            receiver.Handle(TestPackets.Make(1, 0, false, 1));
            receiver.Handle(TestPackets.Make(3, 3000, true, 3));
            receiver.Handle(TestPackets.Make(4, 6000, true, 3));
            return receiver.Units.Skip(1).Select(u => (u.Timestamp, u.Facts.IsDamaged)).ToList();
        }
    }

    [Theory]
    [InlineData("video", "RTP/AVP", "96", RtpTrackRefusal.UnknownPayloadType)]
    [InlineData("video", "RTP/AVP", "", RtpTrackRefusal.NoPayloadType)]
    [InlineData("audio", "RTP/AVP", "13", RtpTrackRefusal.NoPayloadType)]
    [InlineData("application", "UDP/DTLS/SCTP", "webrtc-datachannel", RtpTrackRefusal.NotRtp)]
    public void MediumThatGivesNoTrackIsRefusedWithItsReason(string kind, string protocol, string formats, RtpTrackRefusal reason)
    {
        MediaDescription media = new() { Kind = kind, Protocol = protocol, Formats = [.. formats.Split(' ', StringSplitOptions.RemoveEmptyEntries)] };
        Assert.False(RtpPayloadFormats.TryRead(media, out _, out RtpTrackRefusal given));
        Assert.Equal(reason, given);
    }

    [Fact]
    public void RetransmissionIsNoTrackOfItsOwn()
    {
        MediaDescription media = new()
        {
            Kind = "video",
            Formats = ["97", "98"],
            Attributes = [new SdpAttributeLine("rtpmap", "97 rtx/90000"), new SdpAttributeLine("rtpmap", "98 H264/90000")],
        };
        Assert.True(RtpPayloadFormats.TryRead(media, out RtpTrackDescription? description, out _));
        Assert.Equal(98, description.PayloadType);
    }
}
