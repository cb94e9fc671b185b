using System.Globalization;
using System.Text;
using Headrace.Containers.Mp4;
using Headrace.Containers.Mp4.Fragments;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.TestKit;

namespace Headrace.Containers.Tests.Mp4.Fragments;

public sealed class FragmentWriterTests
{
    private readonly MediaBufferPool _pool = new();

    [Fact]
    public void EachKindOfFragmentIsSaidInTheFewestBytes()
    {
        StringBuilder text = new();
        foreach ((string name, FragmentHeader header, FragmentSample[] samples) in TestFragments.All(_pool))
        {
            text.Append(CultureInfo.InvariantCulture, $"# {name}\n{BoxDump.Of(TestFragments.Write(header, samples))}\n");
        }

        Golden.Check("fragments.txt", text.ToString());
    }

    [Fact]
    public void MeasuredSizeIsWrittenSize()
    {
        foreach ((string name, FragmentHeader header, FragmentSample[] samples) in TestFragments.All(_pool))
        {
            Assert.True(FragmentWriter.Measure(samples, header) == TestFragments.Write(header, samples).Length, name);
        }
    }

    [Fact]
    public void FragmentsMayFollowOneAnotherInOneBuffer()
    {
        using MediaBufferWriter output = new(_pool);
        (_, FragmentHeader header, FragmentSample[] samples) = TestFragments.All(_pool)[0];
        FragmentWriter.Write(samples, header, output);
        FragmentWriter.Write(samples, header with { SequenceNumber = 2, BaseDecodeTime = 9000, BeginsSegment = false }, output);
        Assert.True(FragmentReader.TryRead(TestFragments.Init, output.Written, out FragmentContents? contents, out Mp4Error error), error.ToString());
        Assert.Equal(2, contents.Fragments);
        Assert.Equal(samples[1].Payload.Span, contents.Samples[4].In(output.Written));
    }

    [Fact]
    public void ABufferIsRentedOnceAndNothingElseIsAllocated()
    {
        FragmentSample[] samples = [.. Enumerable.Range(0, 60).Select(i => TestFragments.Sample(_pool, 1000 + i, 3000, SampleFlags.Dependent, i % 3 * 3000))];
        FragmentHeader header = TestFragments.Head(TestFragments.Video, 0) with { BeginsSegment = true, ReferenceTime = TestFragments.Reference };
        using MediaBufferWriter output = new(_pool);
        long outstanding = _pool.Outstanding;
        FragmentWriter.Write(samples, header, output);
        Assert.Equal(outstanding + 1, _pool.Outstanding);
        output.Detach().Release();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (uint i = 0; i < 100; i++)
        {
            FragmentWriter.Write(samples, header with { SequenceNumber = i }, output);
            output.Detach().Release();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(outstanding, _pool.Outstanding);
    }

    [Fact]
    public void WhatCannotBeWrittenIsRefusedBeforeAByteIsWritten()
    {
        using MediaBufferWriter output = new(_pool);
        FragmentHeader header = TestFragments.Head(TestFragments.Video, 0);
        FragmentSample large = TestFragments.Sample(_pool, MediaBufferPool.MaxLength / 2, 3000, SampleFlags.Sync);
        FragmentSample[] tooMuch = [large, large];
        Assert.True(FragmentWriter.Measure(tooMuch, header) > MediaBufferPool.MaxLength);
        Assert.Throws<ArgumentException>(() => FragmentWriter.Write(tooMuch, header, output));
        Assert.Throws<ArgumentException>(() => FragmentWriter.Write([], header, output));
        Assert.Throws<ArgumentOutOfRangeException>(() => FragmentWriter.Write([large], header with { BaseDecodeTime = -1 }, output));
        Assert.Equal(0, output.Length);
    }

    [Fact]
    public void ClosedAndOpenPointsAreSyncSamplesAndGradualRefreshIsNot()
    {
        Assert.True(FragmentSample.Of(Unit(RandomAccess.Idr), 1).Flags.IsSync);
        Assert.True(FragmentSample.Of(Unit(RandomAccess.OpenGop), 1).Flags.IsSync);
        Assert.False(FragmentSample.Of(Unit(RandomAccess.Recovery(10)), 1).Flags.IsSync);
        Assert.False(FragmentSample.Of(Unit(RandomAccess.None), 1).Flags.IsSync);
    }

    [Fact]
    public void WhatAUnitSaysOfItsPlaceIsKept()
    {
        FragmentSample sample = FragmentSample.Of(Unit(RandomAccess.None, isDisposable: true, isLeading: true), 1500);
        Assert.Equal((1500U, 42), (sample.Duration, sample.CompositionOffset));
        Assert.True(sample.Flags is { IsDisposable: true, IsLeading: true, IsSync: false });
        sample = FragmentSample.Of(Unit(RandomAccess.None), 1500);
        Assert.True(sample.Flags is { IsDisposable: false, IsLeading: false });
    }

    private static AccessUnit Unit(RandomAccess access, bool isDisposable = false, bool isLeading = false) => new()
    {
        Track = new Track(0, new NoFormat(), ParameterSets.Empty),
        Sequence = 0,
        DecodeTime = 0,
        PresentationOffset = 42,
        PathTime = 0,
        Arrival = default,
        RandomAccess = access,
        Payload = MediaBuffer.Empty,
        IsDisposable = isDisposable,
        IsLeading = isLeading,
    };

    private sealed record NoFormat : TrackFormat
    {
        public override Codec Codec => throw new NotSupportedException();

        public override int ClockRate => VideoFormat.VideoClockRate;

        public override string? Rfc6381 => null;

        public override string Description => "";
    }
}
