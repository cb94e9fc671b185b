using Headrace.Media.Buffers;
using Headrace.Media.Codecs.Aac;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.Packets;
using Headrace.Protocols.Rtp.PayloadFormats;
using Headrace.Protocols.Rtp.PayloadFormats.Aac;
using Headrace.Protocols.Rtp.Sending;
using Headrace.TestKit;

namespace Headrace.Protocols.Rtp.Tests.PayloadFormats;

public sealed class AacHoldTests : IDisposable
{
    private const int MaxPayload = 1000;

    private readonly MediaBufferPool _pool = new();
    private readonly MediaBufferWriter _output;
    private readonly RtpPacketWriter _writer;
    private readonly Track _track;
    private readonly AacPacketizer _packetizer;

    public AacHoldTests()
    {
        Assert.True(AacFormat.TryParse(Hex.Parse("1190"), out AacFormat? format));
        _track = new Track(1, format, ParameterSets.Empty);
        _packetizer = new AacPacketizer(format, MaxPayload);
        _output = new MediaBufferWriter(_pool);
        _writer = new RtpPacketWriter(_output, TestPackets.Sender(), 2);
    }

    public void Dispose()
    {
        _output.Dispose();
        Assert.Equal(0, _pool.Outstanding);
    }

    /// <summary>Units as time:bytes; a star before one that is not held. Packets as the units that they have.</summary>
    [Theory]
    [InlineData("one", "0:10", "1")]
    [InlineData("units that follow each other", "0:10 1024:20 2048:30", "3")]
    [InlineData("as many as fit, to the byte", "0:300 1024:300 2048:392", "3")]
    [InlineData("one byte more", "0:300 1024:300 2048:393", "2 1")]
    [InlineData("one that fills a packet goes its own way", "0:10 1024:996 2048:10", "1 1 1")]
    [InlineData("one in fragments goes its own way", "0:10 1024:1500 2048:10", "1 .5 .5 1")]
    [InlineData("after a hole", "0:10 1024:10 3072:10", "2 1")]
    [InlineData("a millisecond off, as RTMP has it", "0:10 1064:10 2010:10 3110:10", "4")]
    [InlineData("three milliseconds off", "0:10 1168:10", "1 1")]
    [InlineData("back in time", "5000:10 1024:10", "1 1")]
    [InlineData("one that is not held, behind what is", "0:10 1024:10 *2048:10 3072:10", "2 1 1")]
    public void UnitsThatFollowEachOtherAreOnePacket(string name, string units, string packets)
    {
        List<AccessUnit> all = [.. units.Split(' ').Select(Parse)];
        Random random = new(3);
        for (int i = 0; i < all.Count; i++)
        {
            bool isHeld = !units.Split(' ')[i].StartsWith('*') && _packetizer.TryHold(all[i], _writer);
            if (!isHeld) _packetizer.Packetize(all[i], _writer);
        }

        _packetizer.WriteHeld(_writer);
        _packetizer.WriteHeld(_writer);
        List<byte[]> made = Made();
        using Receiver receiver = new(TestPackets.Describe(_track));
        List<string> found = [];
        foreach (byte[] packet in made)
        {
            int before = receiver.Units.Count;
            receiver.Handle(packet);
            found.Add(BitConverter.ToUInt16([packet[13], packet[12]]) == 16 && packet.Length < 16 + AuSize(packet) ? ".5" : $"{receiver.Units.Count - before}");
        }

        Assert.True(packets == string.Join(' ', found.Select(one => one)), $"{name}: {string.Join(' ', found)}");
        Assert.Equal(all.Select(unit => Convert.ToHexString(unit.Payload.Span)), receiver.Units.Select(unit => Convert.ToHexString(unit.Bytes)));
        foreach ((AccessUnit unit, ReceivedUnit got) in all.Zip(receiver.Units))
        {
            Assert.InRange(unchecked((int)((uint)unit.PresentationTime + TestPackets.TimestampOffset - got.Timestamp)), -96, 96);
        }

        all.ForEach(unit => unit.Release());

        AccessUnit Parse(string unit)
        {
            string[] parts = unit.TrimStart('*').Split(':');
            byte[] payload = new byte[int.Parse(parts[1])];
            new Random(unit.GetHashCode(StringComparison.Ordinal)).NextBytes(payload);
            payload[0] = 0x21;
            return TestPackets.Unit(_track, 0, long.Parse(parts[0]), _pool.Copy(payload), RandomAccess.Idr);
        }
    }

    [Fact]
    public void HoldingAllocatesNothingOnceWarm()
    {
        AccessUnit unit = TestPackets.Unit(_track, 0, 0, _pool.Copy(new byte[300]), RandomAccess.Idr);
        Pass();
        Assert.Equal(0, Allocations.OfLeast(() =>
        {
            for (int i = 0; i < 100; i++) Pass();
        }));
        unit.Release();

        void Pass()
        {
            Assert.True(_packetizer.TryHold(unit, _writer));
            _packetizer.WriteHeld(_writer);
            _output.Detach().Release();
        }
    }

    private static int AuSize(byte[] packet) => (packet[14] << 8 | packet[15]) >> 3;

    private List<byte[]> Made()
    {
        List<byte[]> packets = [];
        MediaBuffer group = _output.Detach();
        foreach (InterleavedPacket place in new InterleavedPackets(group.Span)) packets.Add(group.Span.Slice(place.Offset, place.Length).ToArray());
        group.Release();
        return packets;
    }
}
