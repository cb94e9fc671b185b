using Headrace.Media.Buffers;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.Packets;
using Headrace.Protocols.Rtp.PayloadFormats;
using Headrace.Protocols.Rtp.Sending;
using Headrace.TestKit;

namespace Headrace.Protocols.Rtp.Tests.PayloadFormats;

public sealed class H264LoopTests
{
    [Fact]
    public void WhatIsPacketizedComesBackTheSameWhateverTheSizes()
    {
        for (int seed = 0; seed < 40; seed++)
        {
            int maxPayload = new[] { 64, 200, 1188, 1400, 9000, 60_000 }[seed % 6];
            using H264Stream stream = new(seed, 25, seed % 3 == 0 ? 100 : 20_000, hasSei: true);
            RtpTrackDescription description = TestPackets.Describe(stream.Track);
            using Receiver receiver = new(description);
            foreach (byte[] packet in TestPackets.Of(stream.Units, description.PayloadFormat.CreatePacketizer(stream.Track.Format, maxPayload)))
            {
                Assert.InRange(packet.Length, RtpPacket.FixedHeaderLength + 1, RtpPacket.FixedHeaderLength + maxPayload);
                receiver.Handle(packet);
            }

            receiver.Flush();
            Assert.Equal(stream.Units.Select(Describe), receiver.Units.Select(Describe));
            Assert.Equal(0, receiver.Depacketizer.Faults.Total);
            Assert.Equal(0, receiver.Lost);
        }
    }

    [Fact]
    public void UndamagedUnitsOfALossyPathAreEqualToTheOriginals()
    {
        int whole = 0;
        int damaged = 0;
        for (int seed = 0; seed < 60; seed++)
        {
            using H264Stream stream = new(seed, 40, 8000, hasSei: false);
            RtpTrackDescription description = TestPackets.Describe(stream.Track);
            List<byte[]> packets = TestPackets.Of(stream.Units, description.PayloadFormat.CreatePacketizer(stream.Track.Format));
            using Receiver receiver = new(description);
            LossyPath path = new(seed, seed % 4 * 0.02, seed % 3 * 0.02, seed % 5 == 0 ? 0.05 : 0);
            foreach (byte[] packet in path.Pass(packets)) receiver.Handle(packet);
            receiver.Flush();

            Dictionary<uint, AccessUnit> originals = stream.Units.ToDictionary(u => unchecked((uint)u.PresentationTime + TestPackets.TimestampOffset));
            Assert.Equal(receiver.Units.Select(u => u.Timestamp).Distinct().Count(), receiver.Units.Count);
            foreach (ReceivedUnit unit in receiver.Units)
            {
                if (unit.Facts.IsDamaged)
                {
                    damaged++;
                    continue;
                }

                whole++;
                Assert.True(originals[unit.Timestamp].Payload.Span.SequenceEqual(unit.Bytes), $"seed {seed}, timestamp {unit.Timestamp}");
            }
        }

        Assert.InRange(whole, 1000, 2399);
        Assert.InRange(damaged, 100, 1000);
    }

    [Fact]
    public void PacketizingAndDepacketizingAllocateNothingOnceWarm()
    {
        using H264Stream stream = new(3, 30, 20_000, hasSei: true);
        RtpTrackDescription description = TestPackets.Describe(stream.Track);
        RtpPacketizer packetizer = description.PayloadFormat.CreatePacketizer(stream.Track.Format);
        MediaBufferPool pool = new();
        using MediaBufferWriter output = new(pool);
        RtpPacketWriter writer = new(output, TestPackets.Sender(), 0);
        using RtpDepacketizer depacketizer = description.PayloadFormat.CreateDepacketizer(description, new(pool, null));
        ReleasingSink sink = new();
        Pass();
        Pass();

        Assert.Equal(0, Allocations.OfLeast(Pass));
        Assert.Equal(stream.Units.Count * 6, sink.Count);

        void Pass()
        {
            foreach (AccessUnit unit in stream.Units)
            {
                packetizer.Packetize(unit, writer);
                MediaBuffer group = output.Detach();
                foreach (InterleavedPacket place in new InterleavedPackets(group.Span))
                {
                    if (!RtpPacket.TryParse(group.Span.Slice(place.Offset, place.Length), out RtpPacket packet, out _)) return;
                    depacketizer.Handle(packet, false, default, sink);
                }

                group.Release();
            }
        }
    }

    private static string Describe(AccessUnit unit) =>
        $"{unchecked((uint)unit.PresentationTime + TestPackets.TimestampOffset)} {unit.RandomAccess.Kind} whole {Convert.ToHexString(unit.Payload.Span)}";

    private static string Describe(ReceivedUnit unit) =>
        $"{unit.Timestamp} {unit.Facts.RandomAccess.Kind} {(unit.Facts.IsDamaged ? "damaged" : "whole")} {Convert.ToHexString(unit.Bytes)}";
}
