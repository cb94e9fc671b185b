using System.Collections.Immutable;
using Headrace.Containers.Mp4;
using Headrace.Containers.Mp4.Boxes;
using Headrace.Containers.Mp4.Fragments;
using Headrace.Media.Buffers;

namespace Headrace.Containers.Tests.Mp4.Fragments;

/// <summary>Small fragments of made-up bytes, and an init segment's facts that fit them.</summary>
internal static class TestFragments
{
    public const uint Video = 1;
    public const uint Audio = 2;

    public static InitSegmentInfo Init { get; } = new(
        new FourCc("iso6"u8),
        [
            new InitTrack(Video, 90_000, HandlerBox.Video, new FourCc("avc1"u8), null, 320, 240, new TrackExtendsBox(Video, 1, 0, 0, default)),
            new InitTrack(Audio, 48_000, HandlerBox.Sound, new FourCc("mp4a"u8), null, 0, 0, new TrackExtendsBox(Audio, 1, 0, 0, default)),
        ]);

    /// <summary>Fragments that are each said in another way, by name.</summary>
    public static ImmutableArray<(string Name, FragmentHeader Header, FragmentSample[] Samples)> All(MediaBufferPool pool) =>
    [
        ("video that begins a segment", Head(Video, 0) with { BeginsSegment = true, ReferenceTime = Reference }, Group(pool)),
        ("video with reordering", Head(Video, 1L << 40), [
            Sample(pool, 9, 3000, SampleFlags.Sync, 6000), Sample(pool, 7, 3000, SampleFlags.Dependent, 9000),
            Sample(pool, 5, 3000, SampleFlags.Dependent.With(isDisposable: true, isLeading: false), 0), Sample(pool, 5, 3000, SampleFlags.Dependent, -3000)]),
        ("video of one frame", Head(Video, 12_000), [Sample(pool, 11, 3003, SampleFlags.Dependent)]),
        ("video with varying durations", Head(Video, 12_000), [
            Sample(pool, 8, 3000, SampleFlags.Dependent), Sample(pool, 8, 6000, SampleFlags.Dependent), Sample(pool, 8, 3000, SampleFlags.Dependent)]),
        ("audio of equal frames", Head(Audio, 48_000), [Sample(pool, 6, 1024, SampleFlags.Sync), Sample(pool, 6, 1024, SampleFlags.Sync)]),
        ("audio with an empty frame", Head(Audio, 48_000), [Sample(pool, 6, 960, SampleFlags.Sync), Sample(pool, 0, 960, SampleFlags.Sync)]),
    ];

    public static ProducerReferenceTime Reference { get; } = new(new DateTime(2026, 5, 6, 7, 8, 9, 250, DateTimeKind.Utc), 6000);

    public static FragmentHeader Head(uint trackId, long decodeTime, uint sequence = 1) => new() { TrackId = trackId, SequenceNumber = sequence, BaseDecodeTime = decodeTime };

    public static FragmentSample Sample(MediaBufferPool pool, int size, uint duration, SampleFlags flags, int offset = 0)
    {
        byte[] bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        return new FragmentSample { Payload = pool.Copy(bytes), Duration = duration, Flags = flags, CompositionOffset = offset };
    }

    public static byte[] Write(in FragmentHeader header, ReadOnlySpan<FragmentSample> samples)
    {
        using MediaBufferWriter output = new(new MediaBufferPool());
        FragmentWriter.Write(samples, header, output);
        return output.Written.ToArray();
    }

    private static FragmentSample[] Group(MediaBufferPool pool) =>
    [
        Sample(pool, 20, 3000, SampleFlags.Sync), Sample(pool, 4, 3000, SampleFlags.Dependent), Sample(pool, 3, 3000, SampleFlags.Dependent),
    ];
}
