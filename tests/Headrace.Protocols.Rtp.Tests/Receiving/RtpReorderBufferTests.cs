using System.Globalization;
using Headrace.Media.Buffers;
using Headrace.Media.Timing;
using Headrace.Protocols.Rtp.Packets;
using Headrace.Protocols.Rtp.Receiving;
using Headrace.Protocols.Rtp.Tests.PayloadFormats;
using Headrace.TestKit;

namespace Headrace.Protocols.Rtp.Tests.Receiving;

public sealed class RtpReorderBufferTests
{
    private static readonly RtpReorderLimits Small = new() { MaxPackets = 8, MaxBytes = 1000 };

    [Theory]
    [InlineData("in order", "10 11 12", "*10 11 12", 0, 0)]
    [InlineData("over the wrap", "65534 65535 0 1", "*65534 65535 0 1", 0, 0)]
    [InlineData("two swapped", "10 12 11 13", "*10 11 12 13", 0, 0)]
    [InlineData("swapped over the wrap", "65534 0 65535 1", "*65534 65535 0 1", 0, 0)]
    [InlineData("three late", "10 14 13 12 11", "*10 11 12 13 14", 0, 0)]
    [InlineData("a hole holds back what stands behind it", "10 12 13", "*10", 0, 0)]
    [InlineData("a hole is given up after the window, by the next packet", "10 12@0 13@199 14@200", "*10 *12 13 14", 1, 0)]
    [InlineData("a hole is given up after the window, by the clock", "10 12@0 t@199 t@200", "*10 *12", 1, 0)]
    [InlineData("a hole is waited for from when it was seen", "10 13@0 12@100 t@200", "*10 *12 13", 1, 0)]
    [InlineData("two holes, each with its own time", "10 12@0 14@100 t@200 t@299", "*10 *12", 1, 0)]
    [InlineData("two holes given up", "10 12@0 14@100 t@200 t@300", "*10 *12 *14", 2, 0)]
    [InlineData("two holes behind each other given up at once", "10 12@0 14@0 t@200", "*10 *12 *14", 2, 0)]
    [InlineData("filled in the last moment", "10 12@0 11@199 t@200", "*10 11 12", 0, 0)]
    [InlineData("came when its time was over, with nothing between", "10 12@0 11@500", "*10 11 12", 0, 0)]
    [InlineData("too late", "10 12@0 t@200 11@201 13@202", "*10 *12 13", 1, 1)]
    [InlineData("twice while it waits", "10 12 12 11", "*10 11 12", 0, 0)]
    [InlineData("twice, the second when it was handed on", "10 11 10", "*10 11", 0, 1)]
    [InlineData("beyond the count the hole in front is given up", "10 12 13 19", "*10 *12 13", 1, 0)]
    [InlineData("far beyond the count all holes are given up", "10 12 14 30", "*10 *12 *14 *30", 17, 0)]
    [InlineData("a jump with nothing held", "10 30 31", "*10 *30 31", 19, 0)]
    [InlineData("beyond the bytes", "10 12:600 13:600", "*10 *12 13", 1, 0)]
    [InlineData("one above the bytes", "10 12:2000 13", "*10 *12 13", 1, 0)]
    public void PacketsComeOutInOrder(string name, string input, string expected, long givenUp, long tooLate)
    {
        MediaBufferPool pool = new();
        OrderedPackets output = new();
        using (RtpReorderBuffer buffer = new(Small, pool, null))
        {
            foreach (string word in input.Split(' ')) Step(buffer, word, output);
            Assert.True(expected == output.ToString(), $"{name}: {output}");
            Assert.Equal(givenUp, buffer.GivenUp);
            Assert.Equal(tooLate, buffer.TooLate);
            Assert.Equal(buffer.HeldPackets, pool.Outstanding);
        }

        Assert.Equal(0, pool.Outstanding);
    }

    [Fact]
    public void DeadlineIsThatOfTheHoleInFront()
    {
        using RtpReorderBuffer buffer = new(Small, new MediaBufferPool(), null);
        OrderedPackets output = new();
        Assert.Equal(MonotonicTime.Never, buffer.NextDeadline);
        Step(buffer, "10@5", output);
        Assert.Equal(MonotonicTime.Never, buffer.NextDeadline);
        Step(buffer, "12@10", output);
        Step(buffer, "14@50", output);
        Assert.Equal(At(210), buffer.NextDeadline);
        buffer.HandleTimeout(buffer.NextDeadline, output);
        Assert.Equal(At(250), buffer.NextDeadline);
        buffer.HandleTimeout(buffer.NextDeadline, output);
        Assert.Equal(MonotonicTime.Never, buffer.NextDeadline);
        Assert.Equal("*10 *12 *14", output.ToString());
    }

    [Fact]
    public void RestartHandsOnAllThatIsHeldAndBeginsAnew()
    {
        using RtpReorderBuffer buffer = new(Small, new MediaBufferPool(), null);
        OrderedPackets output = new() { MayRestart = true };
        foreach (string word in (string[])["10", "12", "14"]) Step(buffer, word, output);
        buffer.Restart(output);
        foreach (string word in (string[])["5", "6"]) Step(buffer, word, output);
        Assert.Equal("*10 *12 *14 *5 6", output.ToString());
    }

    [Theory]
    [InlineData(0, 0.02)]
    [InlineData(1, 0.10)]
    [InlineData(2, 0)]
    public void WhatComesWithinTheWindowIsHandedOnWhateverTheNetworkDoes(int seed, double loss)
    {
        for (int run = 0; run < 20; run++)
        {
            // 65,000 and up: each run passes the wrap.
            List<byte[]> packets = [.. Enumerable.Range(0, 2000).Select(i => TestPackets.Make(65_000 + i, (uint)i, false, (byte)i, (byte)(i >> 8)))];
            VirtualNetwork network = new(seed * 1000 + run) { Loss = loss, Duplication = 0.03, Jitter = TimeSpan.FromMilliseconds(run * 9) };
            List<Arrived> arrived = network.Pass(packets, TimeSpan.FromMilliseconds(2));
            MediaBufferPool pool = new();
            OrderedPackets output = new();
            using RtpReorderBuffer buffer = new(new RtpReorderLimits(), pool, null);
            int first = arrived[0].Index;
            foreach (Arrived one in arrived)
            {
                while (buffer.NextDeadline < one.At) buffer.HandleTimeout(buffer.NextDeadline, output);
                Assert.True(RtpPacket.TryParse(one.Packet, out RtpPacket packet, out _));
                buffer.Handle(packet, one.At, output);
                Assert.Equal(buffer.HeldPackets, pool.Outstanding);
            }

            buffer.Restart(output);

            // The jitter is below the window: all that came is there, but what was overtaken by the very first.
            byte[][] expected = [.. arrived.Select(one => one.Index).Where(i => i >= first).Distinct().Order().Select(i => packets[i])];
            Assert.Equal(expected.Length, output.Packets.Count);
            Assert.True(expected.Zip(output.Packets).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second)));
            Assert.Equal(0, pool.Outstanding);
        }
    }

    [Fact]
    public void NothingIsHeldLongerThanTheWindow()
    {
        List<byte[]> packets = [.. Enumerable.Range(0, 3000).Select(i => TestPackets.Make(i, (uint)i, false, 1))];
        List<Arrived> arrived = new VirtualNetwork(5) { Loss = 0.1, Jitter = TimeSpan.FromMilliseconds(60) }.Pass(packets, TimeSpan.FromMilliseconds(1));
        HoldTimes times = new();
        using RtpReorderBuffer buffer = new(new RtpReorderLimits(), new MediaBufferPool(), null);
        foreach (Arrived one in arrived)
        {
            while (buffer.NextDeadline < one.At) Call(buffer.NextDeadline);
            times.Now = one.At;
            times.CameAt[one.Index] = one.At;
            Assert.True(RtpPacket.TryParse(one.Packet, out RtpPacket packet, out _));
            buffer.Handle(packet, one.At, times);
        }

        while (buffer.NextDeadline < MonotonicTime.Never) Call(buffer.NextDeadline);
        Assert.InRange(times.Longest, TimeSpan.FromMilliseconds(150), new RtpReorderLimits().Window);

        void Call(MonotonicTime now)
        {
            times.Now = now;
            buffer.HandleTimeout(now, times);
        }
    }

    [Fact]
    public void HoldingAndHandingOnAllocateNothingOnceWarm()
    {
        List<byte[]> packets = [.. Enumerable.Range(0, 4000).Select(i => TestPackets.Make(i, (uint)i, false, new byte[1200]))];
        List<Arrived> arrived = new VirtualNetwork(7) { Loss = 0.05, Duplication = 0.02, Jitter = TimeSpan.FromMilliseconds(40) }.Pass(packets, TimeSpan.FromMilliseconds(1));
        using RtpReorderBuffer buffer = new(new RtpReorderLimits(), new MediaBufferPool(), null);
        CountingSink sink = new();
        Pass();
        Assert.Equal(0, Allocations.OfLeast(Pass));
        Assert.True(sink.Count > 14_000);

        void Pass()
        {
            foreach (Arrived one in arrived)
            {
                if (!RtpPacket.TryParse(one.Packet, out RtpPacket packet, out _)) return;
                buffer.Handle(packet, one.At, sink);
            }

            buffer.Restart(sink);
        }
    }

    [Fact]
    public void NoSequenceOfNumbersAndTimesBreaksIt() => Fuzz.Run(
        [[0, 1, 0, 0, 3, 1, 0, 2, 9], [255, 255, 4, 0, 1, 200, 255, 254, 1, 127, 0, 3], [.. Enumerable.Range(0, 90).Select(i => (byte)(i * 7))]],
        bytes =>
        {
            MediaBufferPool pool = new();
            OrderedPackets output = new() { MayRestart = true };
            using (RtpReorderBuffer buffer = new(Small, pool, null))
            {
                long now = 0;
                for (int i = 0; i + 2 < bytes.Length; i += 3)
                {
                    now += bytes[i + 2] % 64;
                    if (bytes[i + 2] == 255) buffer.Restart(output);
                    if (bytes[i + 2] > 250) buffer.HandleTimeout(At(now), output);
                    Step(buffer, string.Create(CultureInfo.InvariantCulture, $"{bytes[i] << 8 | bytes[i + 1]}@{now}"), output);
                    Assert.True(buffer.HeldPackets < Small.MaxPackets);
                    Assert.Equal(buffer.HeldPackets, pool.Outstanding);
                    Assert.True(buffer.NextDeadline > At(now));
                }
            }

            Assert.Equal(0, pool.Outstanding);
        });

    private static MonotonicTime At(long milliseconds) => new(milliseconds * 1_000_000);

    /// <summary><c>12</c>, <c>12@50</c> at 50 ms, <c>12:600</c> with a payload of 600 bytes, <c>t@200</c> nothing but the time.</summary>
    private static void Step(RtpReorderBuffer buffer, string word, OrderedPackets output)
    {
        string[] parts = word.Split('@');
        MonotonicTime now = At(parts.Length > 1 ? long.Parse(parts[1], CultureInfo.InvariantCulture) : 0);
        if (parts[0] == "t")
        {
            buffer.HandleTimeout(now, output);
            return;
        }

        string[] numberAndLength = parts[0].Split(':');
        int length = numberAndLength.Length > 1 ? int.Parse(numberAndLength[1], CultureInfo.InvariantCulture) : 1;
        byte[] bytes = TestPackets.Make(int.Parse(numberAndLength[0], CultureInfo.InvariantCulture), 0, false, new byte[length]);
        Assert.True(RtpPacket.TryParse(bytes, out RtpPacket packet, out _));
        buffer.Handle(packet, now, output);
    }

    private sealed class CountingSink : IRtpPacketSink
    {
        public int Count { get; private set; }

        public void OnPacket(in RtpPacket packet, bool isGapBefore, MonotonicTime arrival) => Count++;
    }

    private sealed class HoldTimes : IRtpPacketSink
    {
        public MonotonicTime Now { get; set; }

        public Dictionary<int, MonotonicTime> CameAt { get; } = [];

        public TimeSpan Longest { get; private set; }

        public void OnPacket(in RtpPacket packet, bool isGapBefore, MonotonicTime arrival)
        {
            TimeSpan held = Now - CameAt[packet.SequenceNumber.Value];
            if (held > Longest) Longest = held;
        }
    }
}
