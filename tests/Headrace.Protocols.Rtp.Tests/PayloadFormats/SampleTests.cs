using Headrace.Media.Buffers;
using Headrace.Media.Codecs.G722;
using Headrace.Media.Codecs.G726;
using Headrace.Media.Codecs.LinearPcm;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.Packets;
using Headrace.Protocols.Rtp.PayloadFormats;
using Headrace.Protocols.Rtp.Sdp;
using Headrace.TestKit;

namespace Headrace.Protocols.Rtp.Tests.PayloadFormats;

/// <summary>Formats whose packets hold any number of samples: linear PCM, G.722, G.726.</summary>
public sealed class SampleTests
{
    public static TheoryData<string, AudioFormat, int, int, string> Cuts => new()
    {
        { "what fits is one packet", LinearPcmFormat.Of(LinearPcmCodec.L16, 8000, 1), 320, 1188, "320@0" },
        { "20 ms of stereo at 48 kHz", LinearPcmFormat.Of(LinearPcmCodec.L16, 48_000, 2), 3840, 1188, "960@0 960@240 960@480 960@720" },
        { "no sample of eight channels is cut", LinearPcmFormat.Of(LinearPcmCodec.L24, 48_000, 8), 4608, 1188, "1152@0 1152@48 1152@96 1152@144" },
        { "what does not divide", LinearPcmFormat.Of(LinearPcmCodec.L24, 44_100, 2), 2400, 1188, "804@0 798@134 798@267" },
        { "G.722 counts in half its samples", G722Format.Of(1), 1600, 1188, "800@0 800@800" },
        { "G.726 is cut where codes end with bytes", G726Format.Of(3, G726Packing.MostSignificantFirst), 300, 128, "102@0 99@272 99@536" },
    };

    [Theory]
    [InlineData(10, "", "L16 44100 2", "10 L16/44100/2")]
    [InlineData(11, "", "L16 44100 1", "11 L16/44100")]
    [InlineData(98, "98 L16/44100", "L16 44100 1", "11 L16/44100")]
    [InlineData(98, "98 L16/48000/2", "L16 48000 2", "96 L16/48000/2")]
    [InlineData(98, "98 l24/96000/6", "L24 96000 6", "96 L24/96000/6")]
    public void PcmIsReadWithAndWithoutItsMap(int payloadType, string rtpmap, string expected, string written)
    {
        RtpTrackDescription description = Read(payloadType, rtpmap);
        LinearPcmFormat format = Assert.IsType<LinearPcmFormat>(description.Format);
        Assert.Equal(expected, $"{format.Width.EncodingName} {format.SampleRate} {format.Channels}");
        AssertComesBack(description, written);
    }

    [Theory]
    [InlineData(9, "", 1, 8000, "9 G722/8000")]
    [InlineData(97, "97 G722/8000/2", 2, 8000, "96 G722/8000/2")]
    [InlineData(97, "97 g722/16000", 1, 16_000, "9 G722/8000")]
    public void G722CountsInEightThousandWhateverItsRate(int payloadType, string rtpmap, int channels, int clockRate, string written)
    {
        RtpTrackDescription description = Read(payloadType, rtpmap);
        Assert.Equal((G722Format.Of(channels), clockRate), (Assert.IsType<G722Format>(description.Format), description.ClockRate));
        AssertComesBack(description, written);
    }

    [Theory]
    [InlineData("97 G726-16/8000", 2, G726Packing.LeastSignificantFirst, "96 G726-16/8000")]
    [InlineData("97 g726-40/8000/1", 5, G726Packing.LeastSignificantFirst, "96 G726-40/8000")]
    [InlineData("97 AAL2-G726-24/8000", 3, G726Packing.MostSignificantFirst, "96 AAL2-G726-24/8000")]
    [InlineData("97 aal2-g726-32/16000", 4, G726Packing.MostSignificantFirst, "96 AAL2-G726-32/16000")]
    public void G726SaysHowItsCodesLie(string rtpmap, int bits, G726Packing packing, string written)
    {
        RtpTrackDescription description = Read(97, rtpmap);
        G726Format format = Assert.IsType<G726Format>(description.Format);
        Assert.Equal((bits, packing), (format.BitsPerSample, format.Packing));
        AssertComesBack(description, written);
    }

    [Theory]
    [InlineData("97 L16/999")]
    [InlineData("97 L16/48000/200")]
    [InlineData("97 L24/50000000/2")]
    [InlineData("97 G722/8000/100")]
    [InlineData("97 G722/44100")]
    [InlineData("97 G726-48/8000")]
    [InlineData("97 G726-33/8000")]
    [InlineData("97 G726-/8000")]
    [InlineData("97 G726-32/8000/2")]
    public void WhatIsOutOfBoundsIsPassedOnAsItIs(string rtpmap) => Assert.Equal("opaque-audio", Read(97, rtpmap).PayloadFormat.Codec.Name);

    [Theory]
    [MemberData(nameof(Cuts))]
    public void LongUnitIsSentInEqualPacketsAndComesBackWhole(string name, AudioFormat format, int length, int maxPayload, string expected)
    {
        Track track = new(0, format, ParameterSets.Empty);
        MediaBuffer payload = MediaBufferPool.Shared.Copy(Enumerable.Range(0, length).Select(i => (byte)i).ToArray());
        List<byte[]> packets = TestPackets.Of([TestPackets.Unit(track, 0, 0, payload, RandomAccess.Idr)], RtpPayloadFormats.Find(format.Codec)!.CreatePacketizer(format, maxPayload));
        payload.Release();
        Assert.Equal((name, expected), (name, string.Join(' ', packets.Select(p => $"{p.Length - RtpPacket.FixedHeaderLength}@{TimestampOf(p)}"))));

        using Receiver receiver = new(TestPackets.Describe(track));
        packets.ForEach(p => receiver.Handle(p));
        receiver.Flush();
        Assert.Equal(Enumerable.Range(0, length).Select(i => (byte)i), receiver.Units.SelectMany(u => u.Bytes));
    }

    [Fact]
    public void TimestampsOfG722FollowItsClock()
    {
        Track track = new(0, G722Format.Of(1), ParameterSets.Empty);
        MediaBuffer payload = MediaBufferPool.Shared.Copy(new byte[160]);
        List<byte[]> packets = TestPackets.Of(
            [TestPackets.Unit(track, 0, 0, payload, RandomAccess.Idr), TestPackets.Unit(track, 1, 320, payload, RandomAccess.Idr)], RtpPayloadFormats.Find(G722Codec.Instance)!.CreatePacketizer(track.Format));
        payload.Release();
        Assert.Equal([0, 160], packets.Select(TimestampOf));
    }

    /// <summary>AES67: 48 samples of two channels, a millisecond.</summary>
    [Fact]
    public void ShortPacketsArePutTogether()
    {
        using Receiver receiver = new(TestPackets.Describe("96 L24/48000/2", "", "audio"));
        for (int i = 0; i < 20; i++) receiver.Handle(TestPackets.Make(i, (uint)(i * 48), false, Enumerable.Repeat((byte)i, 288).ToArray()));
        Assert.Equal("384@0 384@384", Describe(receiver));
        Assert.Equal(Enumerable.Range(0, 16).SelectMany(i => Enumerable.Repeat((byte)i, 288)), receiver.Units.SelectMany(u => u.Bytes));
        receiver.Flush();
        Assert.Equal("384@0 384@384 192@768", Describe(receiver));
    }

    [Fact]
    public void HoleAndTimeEndAUnitAndDamageNone()
    {
        using Receiver receiver = new(TestPackets.Describe("96 L16/48000", "", "audio"));
        byte[] millisecond = new byte[96];
        receiver.Handle(TestPackets.Make(1, 0, false, millisecond));
        receiver.Handle(TestPackets.Make(2, 48, false, millisecond));
        receiver.Handle(TestPackets.Make(4, 144, false, millisecond));
        Assert.Equal("96@0", Describe(receiver));
        receiver.Handle(TestPackets.Make(5, 1000, false, millisecond));
        Assert.Equal("96@0 48@144", Describe(receiver));
        receiver.HandleTimeout(TimeSpan.FromSeconds(1));
        Assert.Equal("96@0 48@144", Describe(receiver));
        receiver.HandleTimeout(TimeSpan.FromMinutes(1));
        Assert.Equal("96@0 48@144 48@1000", Describe(receiver));
        Assert.All(receiver.Units, u => Assert.False(u.Facts.IsDamaged));
    }

    [Fact]
    public void AnyPayloadsAreTaken()
    {
        RtpTrackDescription[] descriptions = [Read(97, "97 L24/48000/2"), Read(97, "97 L16/8000"), Read(9, ""), Read(97, "97 G726-24/8000"), Read(97, "97 L24/384000/64")];
        Fuzz.Run(
            [H264DepacketizerTests.Record(new byte[160], new byte[3], new byte[200]), H264DepacketizerTests.Record([1], [], [2, 3], new byte[255])],
            input => H264DepacketizerTests.Replay(descriptions[input.Length % descriptions.Length], input));
    }

    private static void AssertComesBack(RtpTrackDescription description, string written)
    {
        Track track = new(0, description.Format!, ParameterSets.Empty);
        Assert.Equal(written, description.PayloadFormat.Describe(track, 96, "x").Find("rtpmap"));
        Assert.Equal(description.Format, TestPackets.Describe(track).Format);
    }

    private static RtpTrackDescription Read(int payloadType, string rtpmap)
    {
        MediaDescription media = new() { Kind = "audio", Formats = [$"{payloadType}"], Attributes = rtpmap.Length == 0 ? [] : [new SdpAttributeLine("rtpmap", rtpmap)] };
        Assert.True(RtpPayloadFormats.TryRead(media, out RtpTrackDescription? description, out RtpTrackRefusal reason), reason.ToString());
        return description;
    }

    private static string Describe(Receiver receiver) => string.Join(' ', receiver.Units.Select(u => $"{u.Facts.NominalDuration}@{u.Timestamp}"));

    private static int TimestampOf(byte[] packet) => (int)unchecked(System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(packet.AsSpan(4)) - TestPackets.TimestampOffset);
}
