using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.JpegXs;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.Packets;
using Headrace.Protocols.Rtp.PayloadFormats;
using Headrace.Protocols.Rtp.PayloadFormats.JpegXs;
using Headrace.TestKit;
using Headrace.TestKit.Clips;

namespace Headrace.Protocols.Rtp.Tests.PayloadFormats;

/// <summary>Packets written by hand from RFC 9134, 4.3, and frames there and back.</summary>
public sealed class JpegXsTests
{
    private const string Fmtp = "packetmode=1; transmode=1; profile=Main422.10; level=2k-1; sublevel=Sublev3bpp; depth=10; width=1920; height=1080; sampling=YCbCr-4:2:2; exactframerate=60000/1001; colorimetry=BT2100; TCS=PQ; RANGE=FULL";

    private static readonly JpegXsFrame Frame = JpegXsFrame.Make(1, 1920, 1080, 3, 60);
    private static readonly JpegXsFrame Field = JpegXsFrame.Make(2, 1920, 540, 2, 60);

    private readonly RtpTrackDescription _description = TestPackets.Describe("112 jxsv/90000", Fmtp);
    private ushort _sequence = 65_530;

    [Theory]
    [InlineData("sequential, codestream, first packet of frame 0", "80000000", true, false, false, 0, 0, 0, 0)]
    [InlineData("last packet of frame 31, number 2049", "A7C00801", true, false, true, 0, 31, 1, 1)]
    [InlineData("header segment", "C03FF800", true, true, false, 0, 0, 2047, 0)]
    [InlineData("out of order, second field, slice 5, packet 3", "585F2803", false, true, false, 3, 1, 997, 3)]
    [InlineData("first field", "90400000", true, false, false, 2, 1, 0, 0)]
    public void PayloadHeaderIsReadAndWritten(string name, string hex, bool isSequential, bool isSliced, bool isLast, byte interlace, byte frame, int unit, int packet)
    {
        JpegXsPayloadHeader expected = new(isSequential, isSliced, isLast, interlace, frame, unit, packet);
        Assert.True(JpegXsPayloadHeader.TryRead(Hex.Parse(hex + "00"), out JpegXsPayloadHeader header), name);
        Assert.Equal(expected, header);
        byte[] written = new byte[JpegXsPayloadHeader.Length];
        expected.Write(written);
        Assert.Equal(hex, Convert.ToHexString(written));
    }

    [Fact]
    public void ReservedScanAndEmptyPayloadsAreRefused()
    {
        Assert.False(JpegXsPayloadHeader.TryRead(Hex.Parse("8800000000"), out _));
        Assert.False(JpegXsPayloadHeader.TryRead(Hex.Parse("80000000"), out _));
    }

    [Fact]
    public void PicturesInPacketsBecomeAFrame()
    {
        using Receiver receiver = new(_description);
        byte[] whole = Frame.Whole;
        Send(receiver, 3000, false, [0x80, 0x00, 0x00, 0x00, .. whole[..100]]);
        Send(receiver, 3000, false, [0x80, 0x00, 0x00, 0x01, .. whole[100..200]]);
        Send(receiver, 3000, true, [0xA0, 0x00, 0x00, 0x02, .. whole[200..]]);
        ReceivedUnit unit = Assert.Single(receiver.Units);
        Assert.Equal([Convert.ToHexString(whole)], unit.Nals);
        Assert.Equal((3000u, false, RandomAccess.Idr), (unit.Timestamp, unit.Facts.IsDamaged, unit.Facts.RandomAccess));
        JpegXsFormat format = Assert.IsType<JpegXsFormat>(unit.Facts.Format);
        Assert.Equal((new FrameRate(60_000, 1001), new ColourDescription(9, 16, 9, true), "JPEG XS 1920x1080"), (format.FrameRate, format.Colour, format.Description));
    }

    [Fact]
    public void HeaderSegmentAndSlicesBecomeAFrame()
    {
        using Receiver receiver = new(_description);
        Send(receiver, 0, false, [0xE0, 0x3F, 0xF8, 0x00, .. Frame.Header]);
        Send(receiver, 0, false, [0xE0, 0x00, 0x00, 0x00, .. Frame.Slices[0]]);
        Send(receiver, 0, false, [0xC0, 0x00, 0x08, 0x00, .. Frame.Slices[1][..10]]);
        Send(receiver, 0, false, [0xE0, 0x00, 0x08, 0x01, .. Frame.Slices[1][10..]]);
        Send(receiver, 0, true, [0xE0, 0x00, 0x10, 0x00, .. Frame.Slices[2]]);
        ReceivedUnit unit = Assert.Single(receiver.Units);
        Assert.False(unit.Facts.IsDamaged);
        Assert.Equal(Frame.Pieces.Select(Convert.ToHexString), unit.Nals);
    }

    [Theory]
    [InlineData("with a marker a field", true, 0u)]
    [InlineData("with a marker a frame", false, 0u)]
    [InlineData("each with a timestamp of its own", true, 1500u)]
    public void FieldsBecomeOneFrame(string name, bool hasMarkerAField, uint distance)
    {
        using Receiver receiver = new(_description);
        for (uint frame = 0; frame < 3; frame++)
        {
            byte f = (byte)(frame << 6);
            Send(receiver, frame * 3000, hasMarkerAField, [0xB0, f, 0, 0, .. Field.Whole]);
            Send(receiver, frame * 3000 + distance, true, [0xB8, f, 0, 0, .. Field.Whole]);
        }

        Assert.Equal([0u, 3000u, 6000u], receiver.Units.Select(unit => unit.Timestamp));
        Assert.All(receiver.Units, unit => Assert.False(unit.Facts.IsDamaged, name));
        Assert.Equal("JPEG XS 1920x1080", receiver.Units[0].Facts.Format.Description);
    }

    [Fact]
    public void WhatIsMissingDamagesItsOwnFrameOnly()
    {
        using Receiver receiver = new(_description);
        SendFrame(receiver, 0, 0);
        SendFrame(receiver, 1, 1, missing: 1);
        SendFrame(receiver, 2, 2, missing: 0);
        SendFrame(receiver, 3, 3, missing: 3);
        SendFrame(receiver, 4, 4);
        SendFrame(receiver, 6, 6);
        receiver.Flush();

        // Of the frame whose header is missing nothing remains.
        Assert.Equal([(0u, false), (1u, true), (3u, true), (4u, false), (6u, false)], receiver.Units.Select(unit => (unit.Timestamp, unit.Facts.IsDamaged)));
    }

    [Fact]
    public void SlicesInAnotherOrderAreCountedAndDamageTheirFrame()
    {
        using Receiver receiver = new(_description);
        SendFrame(receiver, 0, 0);
        Send(receiver, 1, false, [0x60, 0x7F, 0xF8, 0x00, .. Frame.Header]);
        Send(receiver, 1, false, [0x60, 0x40, 0x08, 0x00, .. Frame.Slices[1]]);
        Send(receiver, 1, true, [0x60, 0x40, 0x00, 0x00, .. Frame.Slices[0]]);
        Assert.True(receiver.Units[1].Facts.IsDamaged);
        Assert.Equal(1, receiver.Depacketizer.Unsupported);
    }

    [Fact]
    public void FrameWithoutItsEndIsGivenUpAfterAWhile()
    {
        using Receiver receiver = new(_description);
        SendFrame(receiver, 0, 0);
        Send(receiver, 1, false, [0xE0, 0x7F, 0xF8, 0x00, .. Frame.Header]);
        receiver.HandleTimeout(TimeSpan.FromSeconds(4));
        Assert.Single(receiver.Units);
        receiver.HandleTimeout(TimeSpan.FromSeconds(6));
        Assert.True(receiver.Units[1].Facts.IsDamaged);
        Assert.Equal(1, receiver.Depacketizer.Faults.TimedOut);
    }

    [Fact]
    public void SlicesAreSentInUnitsOfTheirOwn()
    {
        using MadeFrames frames = new([[.. Frame.Pieces]]);
        List<byte[]> packets = frames.Packets(1188);
        Assert.Equal(["E03FF800", "E0000000", "E0000800", "E0001000"], packets.Select(Header));
        Assert.Equal([false, false, false, true], packets.Select(TestPackets.HasMarker));
    }

    [Fact]
    public void PictureIsCutInPacketsOfOneSizeAndCountedPastTheCounter()
    {
        JpegXsFrame large = JpegXsFrame.Make(4, 3840, 2160, 1, 300_000);
        using MadeFrames frames = new([[large.Whole], [large.Whole]]);
        List<byte[]> packets = frames.Packets(68);
        int count = packets.Count / 2;
        Assert.True(count > 2048);
        Assert.Equal(["80000000", "80000001"], packets.Take(2).Select(Header));
        Assert.Equal(["800007FF", "80000800", "80000801"], packets.Skip(2047).Take(3).Select(Header));
        Assert.Equal("80400000", Header(packets[count]));
        Assert.Single(packets.Take(count - 1).Select(packet => packet.Length).Distinct());
        Assert.Equal([count - 1, 2 * count - 1], packets.Index().Where(one => TestPackets.HasMarker(one.Item)).Select(one => one.Index));
    }

    [Fact]
    public void FieldsOfWholePicturesEndWithAMarkerEach()
    {
        using MadeFrames frames = new([[Field.Whole, Field.Whole]]);
        List<byte[]> packets = frames.Packets(1188);
        Assert.Equal(["B0000000", "B8000000"], packets.Select(Header));
        Assert.Equal([true, true], packets.Select(TestPackets.HasMarker));
    }

    [Fact]
    public void SliceThatTheCounterCannotCountIsDropped()
    {
        using MadeFrames frames = new([[Frame.Header, [.. Frame.Slices[0], .. new byte[70 * 2048]]]]);
        Assert.Empty(frames.Packets(64));
        Assert.Equal(1, frames.Dropped);
    }

    [Fact]
    public void DescriptionSaysWhatTheStreamHasAndWhatItsSenderDeclares()
    {
        using Receiver receiver = new(_description);
        SendFrame(receiver, 0, 0);
        Track track = new(0, receiver.Units[0].Facts.Format, ParameterSets.Empty);
        RtpTrackDescription again = TestPackets.Describe(track);
        Assert.Equal("96 jxsv/90000", again.Map.ToString());
        Assert.Equal(
            "packetmode=1; transmode=1; depth=10; width=1920; height=1080; profile=Main422.10; level=2k-1; sublevel=Sublev3bpp; sampling=YCbCr-4:2:2; exactframerate=60000/1001; colorimetry=BT2100; TCS=PQ; RANGE=FULL",
            again.Parameters.Text);
        JpegXsFormat fields = (JpegXsFormat)track.Format with { HasFields = true, IsSliced = false, Declared = JpegXsDeclaration.None };
        Assert.Equal("packetmode=0; transmode=1; depth=10; width=1920; height=1080; interlace", TestPackets.Describe(track with { Format = fields }).Parameters.Text);
    }

    [Fact]
    public void WhatIsPacketizedComesBackTheSameWhateverTheSizes()
    {
        for (int seed = 0; seed < 36; seed++)
        {
            using MadeFrames frames = MadeFrames.Random(seed, 20);
            int maxPayload = new[] { 64, 200, 1188, 1400, 9000, 60_000 }[seed % 6];
            using Receiver receiver = new(_description);
            foreach (byte[] packet in frames.Packets(maxPayload))
            {
                Assert.InRange(packet.Length, RtpPacket.FixedHeaderLength + 1, RtpPacket.FixedHeaderLength + maxPayload);
                receiver.Handle(packet);
            }

            Assert.True(receiver.Units.Count == frames.Units.Count, $"seed {seed}: {receiver.Units.Count}, {receiver.Depacketizer.Faults}, {receiver.Lost}");
            Assert.Equal(frames.Units.Select(unit => Convert.ToHexString(unit.Payload.Span)), receiver.Units.Select(unit => Convert.ToHexString(unit.Bytes)));
            Assert.All(receiver.Units, unit => Assert.False(unit.Facts.IsDamaged));
            Assert.Equal(0, receiver.Depacketizer.Faults.Total);
        }
    }

    [Fact]
    public void UndamagedFramesOfALossyPathAreEqualToTheOriginals()
    {
        (int whole, int damaged) = (0, 0);
        for (int seed = 0; seed < 60; seed++)
        {
            using MadeFrames frames = MadeFrames.Random(seed, 40, 800);
            using Receiver receiver = new(_description);
            LossyPath path = new(seed, seed % 4 * 0.02, seed % 3 * 0.02, seed % 5 == 0 ? 0.05 : 0);
            foreach (byte[] packet in path.Pass(frames.Packets(400))) receiver.Handle(packet);
            receiver.Flush();
            Dictionary<uint, AccessUnit> originals = frames.Units.ToDictionary(unit => unchecked((uint)unit.PresentationTime + TestPackets.TimestampOffset));
            foreach (ReceivedUnit unit in receiver.Units)
            {
                if (unit.Facts.IsDamaged) damaged++;
                else whole++;
                Assert.True(unit.Facts.IsDamaged || originals[unit.Timestamp].Payload.Span.SequenceEqual(unit.Bytes), $"seed {seed}, timestamp {unit.Timestamp}");
            }
        }

        Assert.InRange(whole, 1000, 2399);
        Assert.InRange(damaged, 100, 1200);
    }

    [Fact]
    public void WhateverPayloadsComeNothingIsThrownAndNoBufferIsLeft()
    {
        byte[][] corpus = [[0x80, 0, 0, 0, .. Frame.Whole], [0xE0, 0x3F, 0xF8, 0, .. Frame.Header], [0xE0, 0, 0, 0, .. Frame.Slices[0]], [0xB0, 0x40, 0, 0, .. Field.Whole], [0xB8, 0x40, 0, 0, .. Field.Whole]];
        Fuzz.Run(corpus, payload =>
        {
            using Receiver receiver = new(_description, maxUnitBytes: 4096);
            foreach (byte[] other in corpus) Send(receiver, (uint)other.Length, other.Length % 3 == 0, other);
            Send(receiver, 3000, payload.Length % 2 == 0, payload);
            Send(receiver, 3000, false, payload);
            receiver.Flush();
        });
    }

    private static string Header(byte[] packet) => Convert.ToHexString(TestPackets.PayloadOf(packet)[..JpegXsPayloadHeader.Length]);

    /// <summary>A frame in slice mode; one of its four packets may be missing.</summary>
    private void SendFrame(Receiver receiver, uint timestamp, int number, int missing = -1)
    {
        byte[][] pieces = [.. Frame.Pieces];
        for (int i = 0; i < pieces.Length; i++)
        {
            byte[] payload = new byte[JpegXsPayloadHeader.Length + pieces[i].Length];
            new JpegXsPayloadHeader(true, true, true, 0, (byte)number, i == 0 ? 2047 : i - 1, 0).Write(payload);
            pieces[i].CopyTo(payload, JpegXsPayloadHeader.Length);
            if (i == missing) _sequence++;
            else Send(receiver, timestamp, i == pieces.Length - 1, payload);
        }
    }

    private void Send(Receiver receiver, uint timestamp, bool hasMarker, byte[] payload) => receiver.Handle(TestPackets.Make(_sequence++, timestamp, hasMarker, payload));

    /// <summary>Frames in canonical form, and their packets.</summary>
    private sealed class MadeFrames : IDisposable
    {
        private readonly Track _track;

        public MadeFrames(IEnumerable<byte[][]> frames)
        {
            _track = new Track(0, JpegXsFrames.Format, ParameterSets.Empty);
            foreach (byte[][] pieces in frames)
            {
                MediaBuffer payload = MediaBufferPool.Shared.Copy(JpegXsFrames.Canonical(pieces));
                Units.Add(TestPackets.Unit(_track, Units.Count, Units.Count * 3000L, payload, RandomAccess.Idr));
            }
        }

        public List<AccessUnit> Units { get; } = [];

        public long Dropped { get; private set; }

        public static MadeFrames Random(int seed, int count, int maxSlice = 3000)
        {
            Random random = new(seed);
            List<byte[][]> frames = [];
            for (int i = 0; i < count; i++)
            {
                JpegXsFrame[] segments = [.. Enumerable.Range(0, seed % 2 + 1).Select(_ => JpegXsFrame.Make(random.Next(), 1920, 540, random.Next(1, 6), maxSlice))];
                frames.Add(seed % 4 < 2 ? [.. segments.Select(one => one.Whole)] : [.. segments.SelectMany(one => one.Pieces)]);
            }

            return new MadeFrames(frames);
        }

        public List<byte[]> Packets(int maxPayload)
        {
            RtpPacketizer packetizer = RtpPayloadFormats.Find(_track.Codec)!.CreatePacketizer(_track.Format, maxPayload);
            List<byte[]> packets = TestPackets.Of(Units, packetizer);
            Dropped = packetizer.Dropped;
            return packets;
        }

        public void Dispose() => Units.ForEach(unit => unit.Release());
    }
}
