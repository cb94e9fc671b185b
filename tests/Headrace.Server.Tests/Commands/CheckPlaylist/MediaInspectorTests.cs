using Headrace.Containers.Mp4;
using Headrace.Containers.Mp4.Boxes;
using Headrace.Containers.Mp4.Fragments;
using Headrace.Manifests.Hls.Checking;
using Headrace.Media.Buffers;
using Headrace.Server.Commands.CheckPlaylist;

namespace Headrace.Server.Tests.Commands.CheckPlaylist;

public sealed class MediaInspectorTests
{
    private static readonly InitSegmentInfo Init = new(
        new FourCc("iso6"u8),
        [
            new InitTrack(2, 48_000, HandlerBox.Sound, new FourCc("mp4a"u8), null, 0, 0, new TrackExtendsBox(2, 1, 0, 0, default)),
            new InitTrack(1, 90_000, HandlerBox.Video, new FourCc("avc1"u8), null, 320, 240, new TrackExtendsBox(1, 1, 0, 0, default)),
        ]);

    [Theory]
    [InlineData(true, false, RandomAccessPlace.AtStart)]
    [InlineData(false, true, RandomAccessPlace.Within)]
    [InlineData(false, false, RandomAccessPlace.None)]
    public void VideoLeadsAndSaysWhereOneCanBegin(bool first, bool second, RandomAccessPlace place)
    {
        byte[] bytes = [.. Write(2, 96_000, 1024, true, true), .. Write(1, 180_000, 3000, first, second)];

        Assert.Equal(new MediaTiming(180_000, 6000, 90_000, place), MediaInspector.Inspect(Init, bytes, out string? fault));
        Assert.Null(fault);
    }

    [Fact]
    public void SoundLeadsWhereThereIsNoVideo()
    {
        MediaTiming? timing = MediaInspector.Inspect(Init, Write(2, 96_000, 1024, true, true), out _);

        Assert.Equal(new MediaTiming(96_000, 2048, 48_000, RandomAccessPlace.AtStart), timing);
    }

    [Fact]
    public void FragmentsThatDoNotFollowEachOtherAreAFault()
    {
        byte[] bytes = [.. Write(1, 0, 3000, true, false), .. Write(1, 9000, 3000, false, false)];

        Assert.NotNull(MediaInspector.Inspect(Init, bytes, out string? fault));
        Assert.Equal("its fragments do not follow each other in time", fault);
    }

    [Fact]
    public void WhatIsNoFragmentIsAFault()
    {
        Assert.Null(MediaInspector.Inspect(Init, Write(1, 0, 3000, true, false).AsSpan(0, 30), out string? fault));
        Assert.Contains("byte", fault, StringComparison.Ordinal);
        Assert.Null(MediaInspector.Inspect(Init, [], out fault));
        Assert.Equal("no fragment with samples", fault);
    }

    private static byte[] Write(uint track, long time, uint duration, bool first, bool second)
    {
        MediaBufferPool pool = new();
        using MediaBufferWriter output = new(pool);
        FragmentSample[] samples = [Sample(pool, duration, first), Sample(pool, duration, second)];
        FragmentWriter.Write(samples, new FragmentHeader { TrackId = track, SequenceNumber = 1, BaseDecodeTime = time }, output);
        foreach (FragmentSample sample in samples) sample.Payload.Release();
        return output.Written.ToArray();
    }

    private static FragmentSample Sample(MediaBufferPool pool, uint duration, bool isSync) =>
        new() { Payload = pool.Copy(new byte[9]), Duration = duration, Flags = isSync ? SampleFlags.Sync : SampleFlags.Dependent };
}
