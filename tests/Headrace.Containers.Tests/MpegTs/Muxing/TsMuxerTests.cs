using System.Globalization;
using System.Text;
using Headrace.Containers.MpegTs;
using Headrace.Containers.MpegTs.Checking;
using Headrace.Containers.MpegTs.ElementaryStreams;
using Headrace.Containers.MpegTs.Muxing;
using Headrace.Containers.MpegTs.Reading;
using Headrace.Containers.Tests.Mp4;
using Headrace.Media.Bits;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs.G711;
using Headrace.Media.Codecs.H264;
using Headrace.Media.Tracks;
using Headrace.TestKit;

namespace Headrace.Containers.Tests.MpegTs.Muxing;

public sealed class TsMuxerTests : IDisposable
{
    private readonly MediaBufferPool _pool = new();
    private readonly TestUnits _units;
    private readonly MediaBufferWriter _output;

    public TsMuxerTests()
    {
        _units = new TestUnits(_pool);
        _output = new MediaBufferWriter(_pool);
    }

    public void Dispose() => _output.Dispose();

    [Fact]
    public void EachKindOfUnitIsWrittenAsTheStandardSays()
    {
        StringBuilder text = new();
        foreach ((string name, Track[] tracks, AccessUnit[] units) in new (string, Track[], AccessUnit[])[]
        {
            ("H.264 and AAC", [TestTracks.H264, TestTracks.Aac],
                [_units.Picture(TestTracks.H264, 0, true, 3000, PictureKind.I, 0, 40, 200), _units.Sound(TestTracks.Aac, 1024, 100), _units.Picture(TestTracks.H264, 3000, false, 0, PictureKind.B, 0, 20)]),
            ("H.265 and Opus", [TestTracks.H265, TestTracks.Opus],
                [_units.Picture(TestTracks.H265, 0, true, 3000, PictureKind.I, 0, 40), _units.Sound(TestTracks.Opus, 960, 300), _units.Picture(TestTracks.H265, 3000, false, 0, PictureKind.B, 1, 20)]),
            ("HE-AAC alone", [TestTracks.HeAac], [_units.Sound(TestTracks.HeAac, 0, 100, isJoinPoint: true), _units.Sound(TestTracks.HeAac, 2048, 100)]),
        })
        {
            TsMuxer muxer = new();
            muxer.SetTracks([.. tracks]);
            foreach (AccessUnit unit in units) Assert.True(muxer.TryWrite(unit, _output));
            text.Append(CultureInfo.InvariantCulture, $"# {name}\n{TsDump.Of(_output.Written)}\n");
            _output.Truncate(0);
        }

        Golden.Check("units.txt", text.ToString());
    }

    [Fact]
    public void UnitOfEachLengthComesOutAsItWentIn()
    {
        TsMuxer muxer = new();
        muxer.SetTracks([TestTracks.H264]);
        List<string> expected = [];
        for (int size = 1; size < 900; size++)
        {
            AccessUnit unit = _units.Picture(TestTracks.H264, size * 3000, size % 100 == 1, sizes: size);
            Assert.True(muxer.TryWrite(unit, _output));
            expected.Add(Convert.ToHexStringLower(unit.Payload.Span[4..]));
            unit.Release();
        }

        RecordingSink sink = RecordingSink.Read(_output.Written);
        Assert.Empty(sink.Faults);
        Assert.Equal(expected.Count, sink.Packets.Count);
        Assert.All(sink.Packets.Zip(expected), pair => Assert.EndsWith("00000001" + pair.Second, pair.First.Payload, StringComparison.Ordinal));
    }

    [Fact]
    public void PictureLongerThanAPesLengthSaysNoneAndComesOutWhole()
    {
        TsMuxer muxer = new();
        muxer.SetTracks([TestTracks.H264]);
        int[] sizes = [70_000, 3, 200_000];
        AccessUnit unit = _units.Picture(TestTracks.H264, 0, true, sizes: sizes);
        Assert.True(muxer.TryWrite(unit, _output));
        RecordingSink sink = RecordingSink.Read(_output.Written);
        Assert.Empty(sink.Faults);
        byte[] stream = Convert.FromHexString(Assert.Single(sink.Packets).Payload);
        Assert.Equal(Nals(unit.Payload.Span), Nals(stream, isByteStream: true)[^3..]);
    }

    [Fact]
    public void DelimiterAndParameterSetsStandBeforeRandomAccessPointsAndWhereTheyChange()
    {
        TsMuxer muxer = new();
        muxer.SetTracks([TestTracks.H264]);
        Track changed = TestTracks.H264 with { ParameterSets = TestTracks.H264WithSecondPps.ParameterSets };
        AccessUnit[] units =
        [
            _units.Picture(TestTracks.H264, 0, true), _units.Picture(TestTracks.H264, 3000), _units.Picture(changed, 6000), _units.Picture(changed, 9000), _units.Picture(changed, 12_000, true),
        ];
        foreach (AccessUnit unit in units) Assert.True(muxer.TryWrite(unit, _output));
        H264NalType[][] types = [.. RecordingSink.Read(_output.Written).Packets.Select(packet =>
            Nals(Convert.FromHexString(packet.Payload), isByteStream: true).Select(nal => (H264NalType)(Convert.FromHexString(nal)[0] & 31)).ToArray())];
        Assert.Equal([H264NalType.Delimiter, H264NalType.Sps, H264NalType.Pps, H264NalType.IdrSlice], types[0]);
        Assert.Equal([H264NalType.Delimiter, H264NalType.Slice], types[1]);
        Assert.Equal([H264NalType.Delimiter, H264NalType.Sps, H264NalType.Pps, H264NalType.Pps, H264NalType.Slice], types[2]);
        Assert.Equal([H264NalType.Delimiter, H264NalType.Slice], types[3]);
        Assert.Equal([H264NalType.Delimiter, H264NalType.Sps, H264NalType.Pps, H264NalType.Pps, H264NalType.IdrSlice], types[4]);
    }

    [Theory]
    [InlineData(0.5, false)]
    [InlineData(1, false)]
    [InlineData(5, false)]
    [InlineData(5, true)]
    [InlineData(10, true)]
    [InlineData(12, false)]
    [InlineData(12.5, true)]
    [InlineData(15, true)]
    [InlineData(24_000 / 1001.0, true)]
    [InlineData(25, true)]
    [InlineData(30, true)]
    [InlineData(60, true)]
    public void StreamOfEachFrameRateKeepsEveryRule(double framesPerSecond, bool hasSound)
    {
        Track[] tracks = hasSound ? [TestTracks.H264, TestTracks.Aac] : [TestTracks.H264];
        using TestStream stream = new(_pool, tracks);
        stream.Run(20, framesPerSecond);
        TsChecker checker = Check(stream.Output.Written);
        Assert.True(checker.Breaches == 0, string.Join('\n', checker.Findings));
        Assert.Equal((long)Math.Round(20 * framesPerSecond), checker.Streams[0x100].Units);
        Assert.Equal(hasSound, checker.Streams.ContainsKey(0x101));
        List<(int Pid, long Pcr, bool IsDiscontinuity)> clocks = RecordingSink.Read(stream.Output.Written).Clocks;
        long longest = clocks.Zip(clocks.Skip(1), (a, b) => b.Pcr - a.Pcr).Max();
        Assert.InRange(longest, 1, framesPerSecond >= 25 ? 3600 : 9000);
    }

    [Fact]
    public void SoundAloneKeepsEveryRule()
    {
        using TestStream stream = new(_pool, TestTracks.Opus);
        stream.Run(10, 10);
        TsChecker checker = Check(stream.Output.Written);
        Assert.True(checker.Breaches == 0, string.Join('\n', checker.Findings));
        Assert.Equal(0x101, checker.Program!.ClockPid);
        Assert.InRange(checker.Streams[0x101].RandomAccessPoints, 9, 11);
    }

    [Fact]
    public void TimestampsThatWrapAroundBreakNoRule()
    {
        using TestStream stream = new(_pool, TestTracks.H264, TestTracks.Aac) { Beginning = TsTimestamp.Mask - 5 * 90_000 };
        stream.Run(12, 30);
        TsChecker checker = Check(stream.Output.Written);
        Assert.True(checker.Breaches == 0, string.Join('\n', checker.Findings));
        Assert.Contains(RecordingSink.Read(stream.Output.Written).Clocks, clock => clock.Pcr < 90_000);
    }

    [Theory]
    [InlineData(400, false)]
    [InlineData(900, true)]
    public void SoundBehindThePictureIsWrittenAndCountedWhereItIsTooLate(int milliseconds, bool isLate)
    {
        using TestStream stream = new(_pool, TestTracks.H264, TestTracks.Aac) { SoundBehind = TimeSpan.FromMilliseconds(milliseconds) };
        stream.Run(4, 30);
        TsChecker checker = Check(stream.Output.Written);
        Assert.Equal(isLate, stream.Muxer.LateUnits > 0);
        Assert.Equal(isLate, checker.Findings.Count > 0);
        Assert.All(checker.Findings, finding => Assert.Equal(TsRule.LateData, finding.Rule));
        Assert.Equal(stream.Muxer.LateUnits, checker.Breaches);
    }

    [Fact]
    public void CodecThatTransportStreamsDoNotCarryIsNamedAndLeftOut()
    {
        Track speech = new(1, G711Format.Of(G711Codec.MuLaw), ParameterSets.Empty);
        Assert.False(TsElementaryStreams.CanCarry(speech, out string? reason));
        Assert.Contains("MPEG-TS does not carry G.711", reason, StringComparison.Ordinal);
        TsMuxer muxer = new();
        muxer.SetTracks([TestTracks.H264, speech]);
        Assert.False(muxer.TryWrite(_units.Sound(speech, 0), _output));
        Assert.Equal(0, _output.Length);
        Assert.Equal(1, muxer.RefusedUnits);
        Assert.True(muxer.TryWrite(_units.Picture(TestTracks.H264, 0, true), _output));
        Assert.Single(Assert.Single(RecordingSink.Read(_output.Written).Programs).Streams);
    }

    [Fact]
    public void ProgramThatChangesHasANewVersion()
    {
        TsMuxer muxer = new();
        muxer.SetTracks([TestTracks.H264]);
        muxer.TryWrite(_units.Picture(TestTracks.H264, 0, true), _output);
        muxer.SetTracks([TestTracks.H264, TestTracks.Aac]);
        muxer.TryWrite(_units.Sound(TestTracks.Aac, 1024), _output);
        muxer.SetTracks([TestTracks.H264, TestTracks.Aac]);
        muxer.TryWrite(_units.Picture(TestTracks.H264, 3000), _output);
        muxer.SetTracks([TestTracks.H264, TestTracks.HeAac]);
        muxer.TryWrite(_units.Sound(TestTracks.HeAac, 4096), _output);
        RecordingSink sink = RecordingSink.Read(_output.Written);
        Assert.Empty(sink.Faults);
        Assert.Equal([0, 1, 2], sink.Programs.Select(program => program.Version));
        Assert.Equal([0x100, 0x101], sink.Programs[^1].Streams.Select(stream => stream.Pid));
        Assert.Equal(4, sink.Packets.Count);
    }

    [Fact]
    public void MapTableOfManyTracksGoesOverSeveralPackets()
    {
        Track[] tracks = [TestTracks.H264, .. Enumerable.Range(1, 31).Select(id => TestTracks.Opus with { Id = id })];
        TsMuxer muxer = new();
        muxer.SetTracks([.. tracks]);
        muxer.TryWrite(_units.Picture(TestTracks.H264, 0, true), _output);
        RecordingSink sink = RecordingSink.Read(_output.Written);
        Assert.Empty(sink.Faults);
        Assert.Equal(32, Assert.Single(sink.Programs).Streams.Length);
        Assert.All(sink.Programs[0].Streams, stream => Assert.NotNull(stream.Carrier));
    }

    [Fact]
    public void HoleInTimeIsExcusedWhereItIsSaidToBeDiscontinuous()
    {
        using TestStream stream = new(_pool, TestTracks.H264, TestTracks.Aac);
        stream.Run(2, 30);
        AccessUnit after = _units.Picture(TestTracks.H264, 90_000 * 60, true);
        stream.Muxer.WriteTables(after, stream.Output);
        stream.Muxer.WriteDiscontinuity(after, stream.Output);
        Assert.True(stream.Muxer.TryWrite(after, stream.Output));
        TsChecker checker = Check(stream.Output.Written);
        Assert.True(checker.Breaches == 0, string.Join('\n', checker.Findings));
        Assert.Contains(RecordingSink.Read(stream.Output.Written).Clocks, clock => clock.IsDiscontinuity);
    }

    [Fact]
    public void UnitThatDoesNotGoOnSmoothlySaysSo()
    {
        using TestStream stream = new(_pool, TestTracks.H264);
        stream.Run(2, 30);
        int before = stream.Output.Length;
        Assert.True(stream.Muxer.TryWrite(_units.PictureAfterGap(TestTracks.H264, 90_000 * 4), stream.Output));
        Assert.Equal((0x100, 90_000 * 4, true), RecordingSink.Read(stream.Output.Written).Clocks[^1]);
        Assert.InRange(stream.Output.Length - before, 1, 4 * TsPacket.Size);
        TsChecker checker = Check(stream.Output.Written);
        Assert.True(checker.Breaches == 0, string.Join('\n', checker.Findings));
    }

    [Fact]
    public void LongHoleThatNobodyNamedIsADiscontinuityOfTheClock()
    {
        using TestStream stream = new(_pool, TestTracks.H264);
        stream.Run(2, 30);
        int before = stream.Output.Length;
        Assert.True(stream.Muxer.TryWrite(_units.Picture(TestTracks.H264, 90_000 * 3600), stream.Output));
        Assert.InRange(stream.Output.Length - before, 1, 20 * TsPacket.Size);
        TsChecker checker = Check(stream.Output.Written);
        Assert.True(checker.Breaches == 0, string.Join('\n', checker.Findings));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ReaderThatSkipsSeesNoBrokenCounterIfItIsToldSo(bool isTold)
    {
        using TestStream stream = new(_pool, TestTracks.H264, TestTracks.Aac);
        stream.Run(2, 30);
        int left = stream.Output.Length;
        stream.Run(2, 30);
        int at = stream.Output.Length;
        stream.Muxer.WriteSkip(_output);
        stream.Run(2, 30);
        TsChecker checker = new();
        checker.Read(stream.Output.Written[..left]);
        if (isTold) checker.Read(_output.Written);
        checker.Read(stream.Output.Written[at..]);
        checker.Complete();
        Assert.Equal(isTold, checker.Breaches == 0);
        if (!isTold) Assert.Contains(checker.Findings, finding => finding.Message == nameof(TsFault.Continuity));
        Assert.Equal(0, Check(stream.Output.Written).Breaches);
    }

    [Fact]
    public void WritingAUnitAllocatesNothing()
    {
        TsMuxer muxer = new();
        muxer.SetTracks([TestTracks.H264, TestTracks.Aac]);
        AccessUnit[] units = [.. Enumerable.Range(0, 120).SelectMany(i => new[]
        {
            _units.Picture(TestTracks.H264, i * 3000, i % 30 == 0, 3000, sizes: [500, 4000 + i]), _units.Sound(TestTracks.Aac, i * 1600),
        })];
        foreach (AccessUnit unit in units.AsSpan(0, 20))
        {
            Assert.True(muxer.TryWrite(unit, _output));
            _output.Detach().Release();
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        foreach (AccessUnit unit in units.AsSpan(20))
        {
            if (!muxer.TryWrite(unit, _output)) break;
            _output.Detach().Release();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static TsChecker Check(ReadOnlySpan<byte> bytes)
    {
        TsChecker checker = new();
        checker.Read(bytes);
        checker.Complete();
        return checker;
    }

    private static List<string> Nals(ReadOnlySpan<byte> bytes, bool isByteStream = false)
    {
        List<string> nals = [];
        if (isByteStream)
        {
            foreach (ReadOnlySpan<byte> nal in new AnnexB(bytes)) nals.Add(Convert.ToHexStringLower(nal));
        }
        else
        {
            foreach (ReadOnlySpan<byte> nal in new NalUnits(bytes)) nals.Add(Convert.ToHexStringLower(nal));
        }

        return nals;
    }
}
