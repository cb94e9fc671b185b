using System.Buffers.Binary;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.Packets;
using Headrace.Protocols.Rtp.PayloadFormats;
using Headrace.Protocols.Rtp.Receiving;
using Headrace.Protocols.Rtp.Tests.PayloadFormats;
using Headrace.TestKit;

namespace Headrace.Protocols.Rtp.Tests.Receiving;

public sealed class RtpReceptionTests
{
    /// <summary>Packets as <c>source:number</c>.</summary>
    [Theory]
    [InlineData("one source", "a:1 a:2 a:3", "*1 2 3", 0, 0)]
    [InlineData("an encoder that began anew", "a:1 a:2 b:900 b:901 b:902", "*1 2 *900 901 902", 1, 0)]
    [InlineData("a stray datagram of another source", "a:1 b:900 a:2 a:3", "*1 2 3", 0, 0)]
    [InlineData("stray datagrams again and again", "a:1 b:900 a:2 b:901 a:3 b:902 a:4", "*1 2 3 4", 0, 0)]
    [InlineData("two strangers in turn", "a:1 b:900 c:5 b:901 c:6 a:2", "*1 2", 0, 0)]
    [InlineData("numbers that begin anew, from the first of them", "a:1 a:2 a:40000 a:40001 a:40002", "*1 2 *40000 40001 40002", 1, 0)]
    [InlineData("one wild number", "a:1 a:40000 a:2 a:3", "*1 2 3", 0, 0)]
    [InlineData("held packets go on before the new source", "a:1 a:3 b:900 b:901", "*1 *3 *900 901", 1, 1)]
    [InlineData("twice", "a:1 a:2 a:2 a:3 a:1", "*1 2 3", 0, 0)]
    public void OneSourceIsFollowed(string name, string input, string expected, long restarts, long lost)
    {
        MediaBufferPool pool = new();
        OrderedPackets output = new() { MayRestart = true };
        using (RtpReception reception = new(90_000, new RtpReorderLimits(), pool, null))
        {
            foreach (string word in input.Split(' ')) Handle(reception, word, output);
            Assert.True(expected == output.ToString(), $"{name}: {output}");
            Assert.Equal(restarts, reception.Figures.Restarts);
            Assert.Equal(lost, reception.Figures.Lost);
        }

        Assert.Equal(0, pool.Outstanding);
    }

    [Fact]
    public void OverAnOrderedTransportEveryPacketPassesAtOnce()
    {
        OrderedPackets output = new() { MayRestart = true };
        using RtpReception reception = new(90_000, null, new MediaBufferPool(), null);
        foreach (string word in "a:1 a:2 a:5 a:40000 b:40001".Split(' ')) Handle(reception, word, output);
        Assert.Equal("*1 2 *5 *40000 40001", output.ToString());
        Assert.Equal(MonotonicTime.Never, reception.NextDeadline);
        Assert.Equal(2, reception.Figures.Lost);
    }

    [Fact]
    public void ReportSaysWhatIsLostAndHowOldTheLastSenderReportIs()
    {
        using RtpReception reception = new(90_000, new RtpReorderLimits(), new MediaBufferPool(), null);
        OrderedPackets output = new();
        Assert.False(reception.TryTakeReport(default, out _));
        foreach (string word in "a:1 a:2 a:4 a:5 a:3 a:8".Split(' ')) Handle(reception, word, output);
        RtcpSenderInfo info = new('a', new NtpTimestamp(0x1122334455667788), 0, 0, 0);
        reception.ObserveSenderReport(info with { Ssrc = 'b', Ntp = new NtpTimestamp(1) }, new MonotonicTime(5_000_000_000));
        reception.ObserveSenderReport(info, new MonotonicTime(1_000_000_000));
        Assert.True(reception.TryTakeReport(new MonotonicTime(3_000_000_000), out RtcpReportBlock report));
        Assert.Equal(new RtcpReportBlock('a', 2 * 256 / 8, 2, 8, report.Jitter, 0x33445566, 2 * 65_536), report);
        RtpReceptionFigures figures = reception.Figures;
        Assert.Equal((6L, 2L, 1L), (figures.Packets, figures.Lost, figures.Reordered));
    }

    /// <summary>Pictures over a lossy path: what is not said to be damaged is whole, and nothing is left out beyond what the network lost.</summary>
    [Theory]
    [InlineData(0.02, 0.6)]
    [InlineData(0.10, 0.1)]
    public void PicturesOfALossyNetworkAreWholeOrSaidToBeDamaged(double loss, double leastWhole)
    {
        int sent = 0;
        int whole = 0;
        for (int seed = 0; seed < 20; seed++)
        {
            using H264Stream stream = new(seed, 100, 8000, hasSei: false);
            RtpTrackDescription description = TestPackets.Describe(stream.Track);
            List<byte[]> packets = TestPackets.Of(stream.Units, description.PayloadFormat.CreatePacketizer(stream.Track.Format));
            VirtualNetwork network = new(seed) { Loss = loss, Duplication = 0.02, Jitter = TimeSpan.FromMilliseconds(30) };
            using UnitReceiver receiver = new(description);
            foreach (Arrived one in network.Pass(packets, TimeSpan.FromMilliseconds(3))) receiver.Handle(one);
            receiver.Flush();
            Dictionary<uint, AccessUnit> originals = stream.Units.ToDictionary(u => unchecked((uint)u.PresentationTime + TestPackets.TimestampOffset));
            foreach ((uint timestamp, byte[] bytes) in receiver.Whole)
            {
                Assert.True(originals[timestamp].Payload.Span.SequenceEqual(bytes), $"seed {seed}, timestamp {timestamp}");
                whole++;
            }

            Assert.True(receiver.AreOrdered, $"seed {seed}");
            sent += stream.Units.Count;
        }

        Assert.InRange(whole, sent * leastWhole, sent - 1);
    }

    [Fact]
    public void NoDatagramBreaksIt() => Fuzz.Run(
        [
            [.. TestPackets.Make(1, 0, true, 1, 2, 3), .. TestPackets.Make(2, 0, true, 1, 2, 3), .. TestPackets.Make(40_000, 0, true, 1)],
            [.. TestPackets.Make(65_535, 9, true, 1, 2, 3), .. TestPackets.Make(2, 9, true, 1, 2, 3), .. TestPackets.Make(0, 9, true, 1)],
        ],
        bytes =>
        {
            MediaBufferPool pool = new();
            using (RtpReception reception = new(90_000, new RtpReorderLimits { MaxPackets = 4 }, pool, null))
            {
                OrderedPackets output = new() { MayRestart = true };
                for (int i = 0; i < bytes.Length; i += 13)
                {
                    if (RtpPacket.TryParse(bytes.AsSpan(i, Math.Min(15, bytes.Length - i)), out RtpPacket packet, out _))
                        reception.HandleRtp(packet, new MonotonicTime(i * 10_000_000L), output);
                }

                reception.TryTakeReport(default, out _);
                reception.HandleTimeout(new MonotonicTime(long.MaxValue / 2), output);
            }

            Assert.Equal(0, pool.Outstanding);
        });

    private static void Handle(RtpReception reception, string word, OrderedPackets output)
    {
        byte[] bytes = TestPackets.Make(int.Parse(word[2..], System.Globalization.CultureInfo.InvariantCulture), 0, false, 1);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(8), word[0]);
        Assert.True(RtpPacket.TryParse(bytes, out RtpPacket packet, out _));
        reception.HandleRtp(packet, default, output);
    }

    private sealed class UnitReceiver : IRtpPacketSink, IRtpUnitSink, IDisposable
    {
        private readonly MediaBufferPool _pool = new();
        private readonly RtpReception _reception;
        private readonly RtpDepacketizer _depacketizer;
        private MonotonicTime _last;

        public UnitReceiver(RtpTrackDescription description)
        {
            _reception = new RtpReception(description.ClockRate, new RtpReorderLimits(), _pool, null);
            _depacketizer = description.PayloadFormat.CreateDepacketizer(description, new(_pool, null));
        }

        public List<(uint Timestamp, byte[] Bytes)> Whole { get; } = [];

        public bool AreOrdered { get; private set; } = true;

        public void Handle(Arrived one)
        {
            Assert.True(RtpPacket.TryParse(one.Packet, out RtpPacket packet, out _));
            _reception.HandleTimeout(one.At, this);
            _reception.HandleRtp(packet, one.At, this);
        }

        public void Flush()
        {
            _reception.Flush(this);
            _depacketizer.Flush(this);
        }

        public void OnPacket(in RtpPacket packet, bool isGapBefore, MonotonicTime arrival) => _depacketizer.Handle(packet, isGapBefore, arrival, this);

        public void OnUnit(uint rtpTimestamp, MonotonicTime arrival, in AssembledUnit unit)
        {
            AreOrdered &= arrival >= _last;
            _last = arrival;
            if (!unit.IsDamaged) Whole.Add((rtpTimestamp, unit.Payload.Span.ToArray()));
            unit.Payload.Release();
        }

        public void Dispose()
        {
            _depacketizer.Dispose();
            _reception.Dispose();
            Assert.Equal(0, _pool.Outstanding);
        }
    }
}
