using Headrace.Containers.Mp4;
using Headrace.Containers.Mp4.Boxes;
using Headrace.Containers.Mp4.Fragments;
using Headrace.Media.Buffers;
using Headrace.TestKit;

namespace Headrace.Containers.Tests.Mp4.Fragments;

public sealed class FragmentReaderTests
{
    private static readonly FourCc Event = BoxTypes.Emsg;

    private readonly MediaBufferPool _pool = new();

    private delegate void WriteBoxes(BoxWriter output);

    [Fact]
    public void SamplesAreReadAsWritten()
    {
        foreach ((string name, FragmentHeader header, FragmentSample[] samples) in TestFragments.All(_pool))
        {
            byte[] bytes = TestFragments.Write(header, samples);
            FragmentContents contents = Read(bytes);
            Assert.Equal(header.BeginsSegment, contents.HasSegmentType);
            long time = header.BaseDecodeTime;
            Assert.Equal(samples.Length, contents.Samples.Length);
            foreach ((FragmentSample written, SampleInfo read) in samples.Zip(contents.Samples))
            {
                Assert.Equal((header.TrackId, time, written.Duration, written.CompositionOffset, written.Flags), (read.TrackId, read.DecodeTime, read.Duration, read.CompositionOffset, read.Flags));
                Assert.True(read.In(bytes).SequenceEqual(written.Payload.Span), name);
                time += written.Duration;
            }
        }
    }

    [Fact]
    public void NegativeOffsetsAreTakenFromVersion0Too()
    {
        (_, FragmentHeader header, FragmentSample[] samples) = TestFragments.All(_pool)[1];
        byte[] bytes = TestFragments.Write(header, samples);
        bytes[bytes.AsSpan().IndexOf("trun"u8) + 4] = 0;
        Assert.Equal([6000, 9000, 0, -3000], Read(bytes).Samples.Select(sample => sample.CompositionOffset));
    }

    [Fact]
    public void ReferenceTimesAreReadAsWritten()
    {
        (_, FragmentHeader header, FragmentSample[] samples) = TestFragments.All(_pool)[0];
        ProducerReferenceTimeBox time = Assert.Single(Read(TestFragments.Write(header, samples)).ReferenceTimes);
        Assert.Equal(TestFragments.Reference, new ProducerReferenceTime(ProducerReferenceTime.FromNtp(time.Ntp), (long)time.MediaTime, (ProducerReferenceKind)time.Flags));
        Assert.Equal(header.TrackId, time.TrackId);
    }

    [Fact]
    public void TimesAreSummedUpForEachTrack()
    {
        FragmentSample[] video =
        [
            TestFragments.Sample(_pool, 9, 3000, SampleFlags.Sync, 3000), TestFragments.Sample(_pool, 9, 3000, SampleFlags.Dependent, 6000), TestFragments.Sample(_pool, 9, 3000, SampleFlags.Dependent, 0),
        ];
        FragmentSample[] audio = [TestFragments.Sample(_pool, 9, 1024, SampleFlags.Sync)];
        byte[] bytes =
        [
            .. TestFragments.Write(TestFragments.Head(TestFragments.Video, 90_000), video),
            .. TestFragments.Write(TestFragments.Head(TestFragments.Audio, 100), audio),
            .. TestFragments.Write(TestFragments.Head(TestFragments.Video, 99_000), video),
        ];
        FragmentContents contents = Read(bytes);
        Assert.Equal(3, contents.Fragments);
        Assert.Equal(
            new TrackTiming
            {
                TrackId = TestFragments.Video,
                Timescale = 90_000,
                Samples = 6,
                FirstDecodeTime = 90_000,
                EndDecodeTime = 108_000,
                FirstPresentationTime = 93_000,
                EndPresentationTime = 111_000,
                Duration = 18_000,
                StartsWithSync = true,
                HasStep = false,
            },
            contents.Find(TestFragments.Video));
        Assert.Equal(1, contents.Find(TestFragments.Audio)!.Value.Samples);
        Assert.Null(contents.Find(3));
    }

    [Fact]
    public void AStepBetweenFragmentsIsSeen()
    {
        FragmentSample[] samples = [TestFragments.Sample(_pool, 9, 3000, SampleFlags.Dependent)];
        byte[] bytes = [.. TestFragments.Write(TestFragments.Head(TestFragments.Video, 0), samples), .. TestFragments.Write(TestFragments.Head(TestFragments.Video, 3001), samples)];
        TrackTiming timing = Read(bytes).Find(TestFragments.Video)!.Value;
        Assert.True(timing is { HasStep: true, StartsWithSync: false, Duration: 6000, EndDecodeTime: 6001 });
    }

    [Fact]
    public void BoxesOfNoConcernArePassedOver()
    {
        byte[] fragment = TestFragments.Write(TestFragments.Head(TestFragments.Video, 0), [TestFragments.Sample(_pool, 9, 3000, SampleFlags.Sync)]);
        byte[] bytes = [.. Boxes(output =>
        {
            Unknown(output, BoxTypes.Sidx);
            Unknown(output, Event);
            Unknown(output, new FourCc("free"u8));
        }), .. fragment];
        SampleInfo sample = Assert.Single(Read(bytes).Samples);
        Assert.True(sample.In(bytes).SequenceEqual(fragment.AsSpan(fragment.Length - 9)));
    }

    [Fact]
    public void DefaultsOfTheInitSegmentHoldWhereTheFragmentSaysNothing()
    {
        InitTrack track = TestFragments.Init.Tracks[0] with { Defaults = new TrackExtendsBox(TestFragments.Video, 1, 3600, 2, SampleFlags.Dependent) };
        byte[] bytes = Fragment(new TrackFragmentHeaderBox { TrackId = TestFragments.Video, DefaultBaseIsMoof = true }, Run(TrackRunFields.None, 2));
        Assert.True(FragmentReader.TryRead(TestFragments.Init with { Tracks = [track] }, bytes, out FragmentContents? contents, out _));
        Assert.Equal(new SampleInfo(TestFragments.Video, 7203600, 0, 3600, 2, 2, SampleFlags.Dependent), contents.Samples[1]);
    }

    [Fact]
    public void OffsetsCountFromWhereTheHeaderSays()
    {
        Assert.Equal(0, OffsetOf(new TrackFragmentHeaderBox { TrackId = TestFragments.Video, SampleSize = 1, DefaultBaseIsMoof = true }, TrackRunFields.None));
        Assert.Equal(0, OffsetOf(new TrackFragmentHeaderBox { TrackId = TestFragments.Video, SampleSize = 1 }, TrackRunFields.None));
        Assert.Equal(5, OffsetOf(new TrackFragmentHeaderBox { TrackId = TestFragments.Video, SampleSize = 1, BaseDataOffset = 5 }, TrackRunFields.None));
        Assert.Equal(8, OffsetOf(new TrackFragmentHeaderBox { TrackId = TestFragments.Video, SampleSize = 1, BaseDataOffset = 5 }, TrackRunFields.DataOffset, 3));
    }

    [Fact]
    public void EachFaultHasItsName()
    {
        TrackFragmentHeaderBox header = new() { TrackId = TestFragments.Video, SampleSize = 1, DefaultBaseIsMoof = true };
        Fails(Mp4Fault.UnknownTrack, Fragment(header with { TrackId = 9 }, Run(TrackRunFields.None, 1)));
        Fails(Mp4Fault.TooManySamples, Fragment(header, Run(TrackRunFields.None, FragmentReader.MaxSamples + 1)));
        Fails(Mp4Fault.TooManySamples, Fragment(header, Run(TrackRunFields.None, uint.MaxValue)));
        Fails(Mp4Fault.BadContent, Fragment(header, Run(TrackRunFields.Size, 1)));
        Fails(Mp4Fault.BadContent, Fragment(header, Run(TrackRunFields.Size, uint.MaxValue)));
        Fails(Mp4Fault.SampleOutside, Fragment(header, Run(TrackRunFields.DataOffset, 1, -1)));
        Fails(Mp4Fault.SampleOutside, Fragment(header, Run(TrackRunFields.DataOffset, 1, int.MaxValue)));
        Fails(Mp4Fault.SampleOutside, Fragment(header with { SampleSize = uint.MaxValue }, Run(TrackRunFields.None, 1)));
        Fails(Mp4Fault.SampleOutside, Fragment(header with { BaseDataOffset = ulong.MaxValue }, Run(TrackRunFields.None, 1)));
        Fails(Mp4Fault.BadContent, Fragment(header, Run(TrackRunFields.None, 1), ulong.MaxValue));
        Fails(Mp4Fault.MissingBox, Boxes(output => output.Header(BoxTypes.Moof, 8)));
        Fails(Mp4Fault.MissingBox, Boxes(output =>
        {
            using BoxScope moof = output.Box(BoxTypes.Moof);
            output.Header(BoxTypes.Traf, 8);
        }));
        Fails(Mp4Fault.MissingBox, Boxes(output =>
        {
            using BoxScope moof = output.Box(BoxTypes.Moof);
            using BoxScope traf = output.Box(BoxTypes.Traf);
            header.Write(output);
        }));
        Fails(Mp4Fault.BadContent, Boxes(output => output.Header(BoxTypes.Prft, 8)));
        Fails(Mp4Fault.BadContent, Boxes(output => output.Header(BoxTypes.Styp, 8)));
    }

    [Fact]
    public void ACutFragmentIsNeverTakenForAWholeOne()
    {
        foreach ((string name, FragmentHeader header, FragmentSample[] samples) in TestFragments.All(_pool))
        {
            byte[] bytes = TestFragments.Write(header, samples);
            for (int length = 1; length < bytes.Length; length++)
            {
                bool isRead = FragmentReader.TryRead(TestFragments.Init, bytes.AsSpan(0, length), out FragmentContents? contents, out Mp4Error error);

                // At a border between boxes the bytes are whole, but there is no sample yet.
                if (isRead) Assert.True(contents!.Samples.IsEmpty, $"{name}: {length} of {bytes.Length} bytes");
                else Assert.False(error.IsNone);
            }
        }
    }

    [Fact]
    public void NoBytesMakeTheReaderThrow()
    {
        byte[][] corpus = [.. TestFragments.All(_pool).Select(fragment => TestFragments.Write(fragment.Header, fragment.Samples))];
        Fuzz.Run([.. corpus, [.. corpus[0], .. corpus[4]]], bytes =>
        {
            if (!FragmentReader.TryRead(TestFragments.Init, bytes, out FragmentContents? contents, out Mp4Error error))
            {
                Assert.False(error.IsNone);
                return;
            }

            foreach (SampleInfo sample in contents.Samples) _ = sample.In(bytes);
        });
    }

    private static FragmentContents Read(byte[] bytes)
    {
        Assert.True(FragmentReader.TryRead(TestFragments.Init, bytes, out FragmentContents? contents, out Mp4Error error), error.ToString());
        return contents;
    }

    private static void Fails(Mp4Fault fault, byte[] bytes)
    {
        Assert.False(FragmentReader.TryRead(TestFragments.Init, bytes, out _, out Mp4Error error));
        Assert.Equal(fault, error.Fault);
    }

    private static int OffsetOf(TrackFragmentHeaderBox header, TrackRunFields fields, int dataOffset = 0) =>
        Read(Fragment(header, Run(fields, 1, dataOffset))).Samples[0].Offset;

    private static void Unknown(BoxWriter output, FourCc type)
    {
        using BoxScope box = output.FullBox(type, 1, 0);
        output.Zeros(20);
    }

    // A run as its fields say, without the entries that they promise.
    private static WriteBoxes Run(TrackRunFields fields, uint count, int dataOffset = 0) => output =>
    {
        using BoxScope run = output.FullBox(BoxTypes.Trun, 1, (uint)fields);
        output.UInt32(count);
        if (fields.HasFlag(TrackRunFields.DataOffset)) output.Int32(dataOffset);
    };

    private static byte[] Fragment(TrackFragmentHeaderBox header, WriteBoxes run, ulong decodeTime = 7_200_000) => Boxes(output =>
    {
        using BoxScope moof = output.Box(BoxTypes.Moof);
        new MovieFragmentHeaderBox(1).Write(output);
        using BoxScope traf = output.Box(BoxTypes.Traf);
        header.Write(output);
        new TrackFragmentDecodeTimeBox(decodeTime).Write(output);
        run(output);
    });

    private static byte[] Boxes(WriteBoxes write)
    {
        using MediaBufferWriter output = new(new MediaBufferPool());
        write(new BoxWriter(output));
        return output.Written.ToArray();
    }
}
