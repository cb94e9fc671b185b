using Headrace.Media.Buffers;
using Headrace.Media.Codecs.MpegAudio;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.Packets;
using Headrace.Protocols.Rtp.PayloadFormats;
using Headrace.Protocols.Rtp.Sdp;
using Headrace.Protocols.Rtp.Sending;
using Headrace.TestKit;

namespace Headrace.Protocols.Rtp.Tests.PayloadFormats;

public sealed class MpegAudioTests
{
    /// <summary>A frame of layer III, MPEG-2.5, 8 kbit/s at 8 kHz: 72 bytes, 576 samples, 6,480 ticks of 90 kHz.</summary>
    private static readonly byte[] Small = [0xFF, 0xE3, 0x18, 0xC4, .. Enumerable.Range(0, 68).Select(i => (byte)i)];

    [Theory]
    [InlineData("14", "", "", "mp3")]
    [InlineData("14", "14 MPA/90000", "", "mp3")]
    [InlineData("14", "14 mpa/90000/2", "14 layer=2; samplerate=48000", "mp2")]
    [InlineData("97", "97 MPA/90000", "97 layer=1", "mp1")]
    [InlineData("14", "", "14 layer=9", "mp3")]
    public void LayerIsWhatTheDescriptionSaysOrThree(string payloadType, string rtpmap, string fmtp, string codec)
    {
        MediaDescription media = new()
        {
            Kind = "audio",
            Formats = [payloadType],
            Attributes = [.. new[] { ("rtpmap", rtpmap), ("fmtp", fmtp) }.Where(line => line.Item2.Length > 0).Select(line => new SdpAttributeLine(line.Item1, line.Item2))],
        };
        Assert.True(RtpPayloadFormats.TryRead(media, out RtpTrackDescription? description, out _));
        Assert.Equal((codec, 90_000, (TrackFormat?)null), (description.PayloadFormat.Codec.Name, description.ClockRate, description.Format));
    }

    [Theory]
    [InlineData(3, 44_100, 2, "layer=3; samplerate=44100; mode=stereo")]
    [InlineData(2, 24_000, 1, "layer=2; samplerate=24000; mode=single_channel")]
    public void TrackIsDescribedWithTheStaticPayloadType(int layer, int rate, int channels, string parameters)
    {
        MediaDescription media = RtpPayloadFormats.Find(MpegAudioCodec.Of(layer))!.Describe(Of(layer, rate, channels), 96, "x");
        Assert.Equal(("14", "14 MPA/90000", "14 " + parameters), (media.Formats[0], media.Find("rtpmap"), media.Find("fmtp")));
    }

    [Theory]
    [InlineData(3, 44_100, 2, 1000)]
    [InlineData(3, 48_000, 1, 1000)]
    [InlineData(3, 8_000, 1, 100)]
    [InlineData(2, 48_000, 2, 500)]
    [InlineData(2, 24_000, 1, 64)]
    [InlineData(1, 32_000, 2, 1400)]
    public void FramesComeBackAsTheyWereWithTheirTimes(int layer, int rate, int channels, int maxPayload)
    {
        Track track = Of(layer, rate, channels);
        MpegAudioFormat format = (MpegAudioFormat)track.Format;
        MediaBufferPool pool = new();
        Random random = new(layer * rate);
        List<AccessUnit> units = [];
        for (int i = 0; i < 60; i++) units.Add(TestPackets.Unit(track, i, i * format.SamplesPerFrame, pool.Copy(Frame(format, random)), RandomAccess.Idr));
        RtpPacketizer packetizer = RtpPayloadFormats.Find(track.Codec)!.CreatePacketizer(format, maxPayload);
        List<byte[]> packets = TestPackets.Of(units, packetizer, TestPackets.Sender(14));
        Assert.All(packets, packet => Assert.InRange(TestPackets.PayloadOf(packet).Length, 5, maxPayload));

        using Receiver receiver = new(TestPackets.Describe(track));
        packets.ForEach(packet => receiver.Handle(packet));
        Assert.Equal(units.Select(u => Convert.ToHexString(u.Payload.Span)), receiver.Units.Select(u => Convert.ToHexString(u.Bytes)));
        Assert.Equal(units.Select(u => unchecked((uint)(u.PresentationTime * 90_000 / rate) + TestPackets.TimestampOffset)), receiver.Units.Select(u => u.Timestamp), (a, b) => Math.Abs((int)(a - b)) <= 1);
        Assert.All(receiver.Units, u => Assert.Equal((format, format.SamplesPerFrame), ((MpegAudioFormat)u.Facts.Format, u.Facts.NominalDuration)));
        units.ForEach(u => u.Release());
        Assert.Equal(0, pool.Outstanding);
    }

    [Fact]
    public void HeldFramesGoInOnePacket()
    {
        Track track = Of(3, 8_000, 1);
        using MediaBufferWriter output = new(MediaBufferPool.Shared);
        RtpPacketWriter writer = new(output, TestPackets.Sender(14), 0);
        RtpPacketizer packetizer = RtpPayloadFormats.Find(track.Codec)!.CreatePacketizer(track.Format, 300);
        AccessUnit[] units = [.. Enumerable.Range(0, 6).Select(i => TestPackets.Unit(track, i, i * 576, MediaBufferPool.Shared.Copy(Small), RandomAccess.Idr))];
        Assert.All(units, unit => Assert.True(packetizer.TryHold(unit, writer)));
        packetizer.WriteHeld(writer);
        using Receiver receiver = new(TestPackets.Describe(track));
        List<int> sizes = [];
        foreach (InterleavedPacket place in new InterleavedPackets(output.Written))
        {
            sizes.Add(place.Length);
            receiver.Handle(output.Written.Slice(place.Offset, place.Length));
        }

        Assert.Equal([12 + 4 + 4 * 72, 12 + 4 + 2 * 72], sizes);
        Assert.Equal(Enumerable.Range(0, 6).Select(i => unchecked(TestPackets.TimestampOffset + (uint)i * 6480)), receiver.Units.Select(u => u.Timestamp));
        Assert.All(units, unit => unit.Release());
    }

    /// <summary>Payloads of packets 1,000 ticks apart, in units of the small frame: offset, first byte, last byte; and the times of the units that come of it.</summary>
    [Theory]
    [InlineData("two frames", "0:0-144", "0 6480")]
    [InlineData("fragments", "0:0-40 40:40-72", "0")]
    [InlineData("a frame and the beginning of another", "0:0-100 28:100-144", "0 6480")]
    [InlineData("the end of a frame whose beginning was lost", "40:40-72 0:0-72", "1000")]
    [InlineData("a fragment is missing", "0:0-20 40:40-72 0:0-72", "2000")]
    [InlineData("no end", "0:0-20 0:0-72", "1000")]
    [InlineData("fragment that is too long", "0:0-40 40:40-144 0:0-72", "2000")]
    [InlineData("not the beginning of a frame", "0:5-72 0:0-72", "1000")]
    [InlineData("nothing but the header", "0:0-0 0:0-72", "1000")]
    public void PayloadsGiveTheirFrames(string name, string payloads, string times)
    {
        byte[] stream = [.. Small, .. Small];
        using Receiver receiver = new(TestPackets.Describe("14 MPA/90000", "", "audio"));
        foreach ((int i, string payload) in payloads.Split(' ').Index())
        {
            int[] numbers = [.. payload.Split(':', '-').Select(int.Parse)];
            receiver.Handle(TestPackets.Make(i, (uint)i * 1000, false, [0, 0, (byte)(numbers[0] >> 8), (byte)numbers[0], .. stream[numbers[1]..numbers[2]]]));
        }

        Assert.True(times == string.Join(' ', receiver.Units.Select(u => u.Timestamp)), name);
        Assert.All(receiver.Units, u => Assert.Equal(Small, u.Bytes));
    }

    [Fact]
    public void HoleCostsTheFrameThatItLiesInAndNoOther()
    {
        using Receiver receiver = new(TestPackets.Describe("14 MPA/90000", "", "audio"));
        receiver.Handle(TestPackets.Make(1, 0, false, [0, 0, 0, 0, .. Small[..36]]));
        receiver.Handle(TestPackets.Make(3, 0, false, [0, 0, 0, 36, .. Small[36..]]));
        receiver.Handle(TestPackets.Make(4, 6480, false, [0, 0, 0, 0, .. Small]));
        Assert.Equal([6480u], receiver.Units.Select(u => u.Timestamp));
        Assert.Equal(1, receiver.Depacketizer.Faults.Malformed);
    }

    [Fact]
    public void AnyPayloadsAreTaken()
    {
        RtpTrackDescription description = TestPackets.Describe("14 MPA/90000", "", "audio");
        Fuzz.Run(
            [H264DepacketizerTests.Record([0, 0, 0, 0, .. Small], [0, 0, 0, 0, .. Small[..40]], [0, 0, 0, 40, .. Small[40..]]), H264DepacketizerTests.Record([0, 0], [0, 0, 0, 1, 2])],
            input => H264DepacketizerTests.Replay(description, input));
    }

    private static Track Of(int layer, int rate, int channels) => new(0, MpegAudioFormat.Of(layer, rate, channels)!, ParameterSets.Empty);

    private static byte[] Frame(MpegAudioFormat format, Random random)
    {
        int[] bitRates = format.Version == MpegAudioVersion.Mpeg1 ? [64, 96, 128, 160] : [64, 96, 128];
        MpegAudioHeader header = new(format.Version, format.Layer, false, bitRates[random.Next(bitRates.Length)], format.SampleRate, random.Next(2) == 0, format.Channels);
        byte[] frame = new byte[header.FrameLength];
        random.NextBytes(frame);
        header.Write(frame);
        return frame;
    }
}
