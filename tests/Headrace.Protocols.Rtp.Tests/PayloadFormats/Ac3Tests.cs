using Headrace.Media.Buffers;
using Headrace.Media.Codecs.Ac3;
using Headrace.Media.Codecs.Eac3;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.PayloadFormats;
using Headrace.TestKit;

namespace Headrace.Protocols.Rtp.Tests.PayloadFormats;

/// <summary>AC-3 and E-AC-3, whose payloads are nearly alike. Frames are silent ones, and such with numbers behind their headers.</summary>
public sealed class Ac3Tests
{
    /// <summary>A frame of AC-3, stereo, 64 kbit/s at 48 kHz: 256 bytes.</summary>
    private static readonly byte[] Frame = Filled([0x0B, 0x77, 0, 0, 0x08, 0x40, 0x40], 256);

    /// <summary>A frame of E-AC-3, 5.1 at 48 kHz, and one that adds two channels to it: 128 bytes each.</summary>
    private static readonly byte[] Independent = Filled([0x0B, 0x77, 0x00, 0x3F, 0x3F, 0x87, 0xC0, 0x00], 128);
    private static readonly byte[] Dependent = Filled([0x0B, 0x77, 0x40, 0x3F, 0x3C, 0x87, 0xD0, 0x20, 0x00], 128);

    [Theory]
    [InlineData("ac3/48000/6", "ac3")]
    [InlineData("AC3/44100", "ac3")]
    [InlineData("eac3/48000", "eac3")]
    public void BothAreReadAndTheirFormatComesWithThem(string encoding, string codec)
    {
        RtpTrackDescription description = TestPackets.Describe("97 " + encoding, "", "audio");
        Assert.Equal((codec, (TrackFormat?)null), (description.PayloadFormat.Codec.Name, description.Format));
    }

    [Fact]
    public void BothAreDescribed()
    {
        Assert.Equal(("96 ac3/48000/6", null), Lines(Ac3Of(7, true)));
        Assert.Equal(("96 ac3/44100", null), Lines(Ac3Of(1, false, rateCode: 1)));
        Assert.Equal(("96 eac3/48000/8", "96 bitStreamConfig=i6d8i2"), Lines(Eac3Of(new Eac3Program(0, 16, 0, 7, true, 1, 0b10), new Eac3Program(0, 16, 0, 2, false, 0, 0))));
        Assert.Equal(("96 eac3/48000/8", null), Lines(Eac3Of(new Eac3Program(0, 16, 0, 7, true, 2, 0b10))));

        static (string?, string?) Lines(TrackFormat format)
        {
            var media = RtpPayloadFormats.Find(format.Codec)!.Describe(new Track(0, format, ParameterSets.Empty), 96, "x");
            return (media.Find("rtpmap"), media.Find("fmtp"));
        }
    }

    [Theory]
    [InlineData(300, "0001")]
    [InlineData(200, "0202 0302")]
    [InlineData(100, "0203 0303 0303")]
    [InlineData(64, "0205 0305 0305 0305 0305")]
    public void FrameOfAc3IsSentWholeOrInFragmentsThatSayWhatTheyHold(int maxPayload, string headers)
    {
        byte[][] packets = [.. Packets(Ac3Of(2, false), maxPayload, Frame)];
        Assert.Equal(headers, string.Join(' ', packets.Select(packet => Convert.ToHexString(TestPackets.PayloadOf(packet).AsSpan(0, 2)))));
        Assert.Equal(packets.Select((_, i) => i == packets.Length - 1), packets.Select(TestPackets.HasMarker));
        Assert.Equal(Frame, packets.SelectMany(packet => TestPackets.PayloadOf(packet)[2..]));
    }

    [Theory]
    [InlineData(300, "0002")]
    [InlineData(200, "0001 0001")]
    [InlineData(100, "0102 0102 0102 0102")]
    public void FramesOfAUnitOfEac3GoTogetherWhileTheyFit(int maxPayload, string headers)
    {
        byte[][] packets = [.. Packets(Eac3Of(new Eac3Program(0, 16, 0, 7, true, 1, 0b10)), maxPayload, [.. Independent, .. Dependent])];
        Assert.Equal(headers, string.Join(' ', packets.Select(packet => Convert.ToHexString(TestPackets.PayloadOf(packet).AsSpan(0, 2)))));
        Assert.Equal([.. Independent, .. Dependent], packets.SelectMany(packet => TestPackets.PayloadOf(packet)[2..]));
    }

    [Theory]
    [InlineData(64)]
    [InlineData(200)]
    [InlineData(300)]
    [InlineData(1400)]
    public void UnitsComeBackAsTheyWereWithTheirTimes(int maxPayload)
    {
        foreach (TrackFormat format in (TrackFormat[])[Ac3Of(2, false), Ac3Of(7, true, rateCode: 1), Eac3Of(new Eac3Program(0, 16, 0, 7, true, 1, 0b10))])
        {
            Track track = new(0, format, ParameterSets.Empty);
            MediaBufferPool pool = new();
            byte[] bytes = format is AudioFormat { Silence: { } silence } ? silence.Payload.ToArray() : [.. Independent, .. Dependent];
            AccessUnit[] units = [.. Enumerable.Range(0, 30).Select(i => TestPackets.Unit(track, i, i * 1536, pool.Copy(bytes), RandomAccess.Idr))];
            using Receiver receiver = new(TestPackets.Describe(track));
            foreach (byte[] packet in TestPackets.Of(units, RtpPayloadFormats.Find(track.Codec)!.CreatePacketizer(format, maxPayload))) receiver.Handle(packet);
            receiver.Flush();
            Assert.Equal(units.Select(u => Convert.ToHexString(u.Payload.Span)), receiver.Units.Select(u => Convert.ToHexString(u.Bytes)));
            Assert.Equal(units.Select(u => unchecked((uint)u.PresentationTime + TestPackets.TimestampOffset)), receiver.Units.Select(u => u.Timestamp));
            Assert.All(receiver.Units, u => Assert.Equal((format, 1536, false), (u.Facts.Format, u.Facts.NominalDuration, u.Facts.IsDamaged)));
            foreach (AccessUnit unit in units) unit.Release();
            Assert.Equal(0, pool.Outstanding);
        }
    }

    /// <summary>Payloads of packets 1,000 ticks apart: type, and bytes of two frames; and the times of the units that come of it.</summary>
    [Theory]
    [InlineData("two frames", "0:0-512", "0 1536")]
    [InlineData("fragments", "1:0-200 =3:200-256", "0")]
    [InlineData("the end of a frame whose beginning was lost", "3:200-256 0:0-256", "1000")]
    [InlineData("no end", "2:0-100 0:0-256", "1000")]
    [InlineData("a fragment of another time", "2:0-100 3:100-256 0:0-256", "2000")]
    [InlineData("fragment that is too long", "2:0-100 =3:100-400 0:0-256", "1000")]
    [InlineData("frame that is cut off", "0:0-255 0:0-256", "1000")]
    [InlineData("not a frame", "0:3-256 0:0-256", "1000")]
    [InlineData("not the beginning of one", "1:3-200 0:0-256", "1000")]
    [InlineData("nothing but the header", "0:0-0 0:0-256", "1000")]
    public void PayloadsOfAc3GiveTheirFrames(string name, string payloads, string times)
    {
        byte[] stream = [.. Frame, .. Frame];
        using Receiver receiver = new(TestPackets.Describe("97 ac3/48000", "", "audio"));
        uint timestamp = 0;
        foreach ((int i, string payload) in payloads.Split(' ').Index())
        {
            if (i > 0 && payload[0] != '=') timestamp += 1000;
            int[] numbers = [.. payload.TrimStart('=').Split(':', '-').Select(int.Parse)];
            receiver.Handle(TestPackets.Make(i, timestamp, false, [(byte)numbers[0], 1, .. stream[numbers[1]..numbers[2]]]));
        }

        Assert.True(times == string.Join(' ', receiver.Units.Select(u => u.Timestamp)), $"{name}: {string.Join(' ', receiver.Units.Select(u => u.Timestamp))}");
        Assert.All(receiver.Units, u => Assert.Equal(Frame, u.Bytes));
    }

    [Fact]
    public void UnitOfEac3IsWholeWithItsLastFrameOnceTheirNumberIsKnown()
    {
        using Receiver receiver = new(TestPackets.Describe("97 eac3/48000", "", "audio"));
        for (int i = 0; i < 4; i++)
        {
            receiver.Handle(TestPackets.Make(i * 2, (uint)i * 1536, true, [0, 1, .. Independent]));
            receiver.Handle(TestPackets.Make(i * 2 + 1, (uint)i * 1536, true, [0, 1, .. Dependent]));
            Assert.Equal(i == 0 ? 0 : i + 1, receiver.Units.Count);
        }

        receiver.Handle(TestPackets.Make(8, 4 * 1536, true, [0, 1, .. Independent]));
        receiver.HandleTimeout(TimeSpan.FromSeconds(3));
        Assert.Equal(4, receiver.Units.Count);
        receiver.HandleTimeout(TimeSpan.FromSeconds(6));
        Assert.Equal([0u, 1536, 3072, 4608, 6144], receiver.Units.Select(u => u.Timestamp));
        Assert.Equal([8, 8, 8, 8, 6], receiver.Units.Select(u => ((AudioFormat)u.Facts.Format).Channels));
    }

    [Fact]
    public void HoleDamagesTheUnitOfEac3ThatItLiesInAndNoOther()
    {
        using Receiver receiver = new(TestPackets.Describe("97 eac3/48000", "", "audio"));
        foreach (int sequence in (int[])[0, 1, 2, 4, 5, 6, 7])
        {
            receiver.Handle(TestPackets.Make(sequence, (uint)(sequence / 2) * 1536, true, [0, 1, .. sequence % 2 == 0 ? Independent : Dependent]));
        }

        Assert.Equal([(0u, false), (1536, true), (3072, false), (4608, false)], receiver.Units.Select(u => (u.Timestamp, u.Facts.IsDamaged)));
    }

    [Fact]
    public void AnyPayloadsAreTaken()
    {
        RtpTrackDescription[] descriptions = [TestPackets.Describe("97 ac3/48000", "", "audio"), TestPackets.Describe("97 eac3/48000", "", "audio")];
        byte[][] corpus =
        [
            H264DepacketizerTests.Record([1, 2, .. Frame[..200]], [3, 2, .. Frame[200..]], [2, 2, .. Frame[..100]]),
            H264DepacketizerTests.Record([0, 1, .. Independent], [0, 1, .. Dependent], [1, 2, .. Independent[..60]], [1, 2, .. Independent[60..]]),
            H264DepacketizerTests.Record([0], [0, 0], [1, 2, 3]),
        ];
        Fuzz.Run(corpus, input => H264DepacketizerTests.Replay(descriptions[input.Length % descriptions.Length], input));
    }

    private static Ac3Format Ac3Of(int codingMode, bool hasLfe, int rateCode = 0) => Ac3Format.Of(new Ac3Header(rateCode, 8, 8, 0, codingMode, hasLfe));

    private static Eac3Format Eac3Of(params Eac3Program[] programs) => Eac3Format.Of(48_000, programs, 0, 256);

    private static List<byte[]> Packets(TrackFormat format, int maxPayload, byte[] payload)
    {
        Track track = new(0, format, ParameterSets.Empty);
        AccessUnit unit = TestPackets.Unit(track, 0, 0, MediaBufferPool.Shared.Copy(payload), RandomAccess.Idr);
        List<byte[]> packets = TestPackets.Of([unit], RtpPayloadFormats.Find(track.Codec)!.CreatePacketizer(format, maxPayload));
        unit.Release();
        return packets;
    }

    private static byte[] Filled(byte[] header, int length) => [.. header, .. Enumerable.Range(1, length - header.Length).Select(i => (byte)(i % 200))];
}
