using Headrace.Containers.Mp4;
using Headrace.Containers.Mp4.Fragments;
using Headrace.Media.Buffers;
using Headrace.Streaming.Held;

namespace Headrace.Streaming.Tests.Held;

public sealed class Mp4ClipTests : StreamTest
{
    [Fact]
    public void FileHasAllTracksFromTimeZeroOnWithoutHoles()
    {
        Publisher().Run(150);
        using HeldUnits held = HeldUnits.Take(Stream(), TimeSpan.FromSeconds(2.5));
        byte[][] pieces = Write(held);
        Assert.True(InitSegmentReader.TryRead(pieces[0], out InitSegmentInfo? init, out Mp4Error error), error.ToString());
        Assert.Equal([1u, 2u], init.Tracks.Select(track => track.TrackId));
        Assert.Equal([90_000u, 48_000u], init.Tracks.Select(track => track.Timescale));
        foreach (InitTrack track in init.Tracks)
        {
            SampleInfo[] samples = [.. pieces.Skip(1).SelectMany(piece => Read(init, piece)).Where(sample => sample.TrackId == track.TrackId)];
            Assert.Equal(held.Units.Count(unit => unit.Track.Id + 1 == track.TrackId), samples.Length);
            Assert.InRange(samples[0].DecodeTime, 0, track.Timescale / 10);
            for (int i = 1; i < samples.Length; i++) Assert.Equal(samples[i - 1].DecodeTime + samples[i - 1].Duration, samples[i].DecodeTime);
            Assert.True(samples[0].IsSync);
        }
    }

    [Fact]
    public void ParameterSetsThatComeLaterStandInFrontOfTheirPicture()
    {
        VirtualPublisher publisher = Publisher(hasAudio: false);
        publisher.Run(10);
        byte[] pps = [0x68, 0x53, 0xEB];
        publisher.Sets = publisher.Sets.With(Media.Tracks.ParameterSetKind.Pps, 7, pps);
        publisher.Run(10);
        using HeldUnits held = HeldUnits.Take(Stream(), TimeSpan.FromSeconds(5));
        byte[][] pieces = Write(held);
        Assert.True(InitSegmentReader.TryRead(pieces[0], out InitSegmentInfo? init, out _));
        SampleInfo[] samples = [.. pieces.Skip(1).SelectMany(piece => Read(init, piece))];
        Assert.Equal(Enumerable.Range(0, 20).Select(i => i == 10 ? 400 + 4 + pps.Length : 400), samples.Select(sample => sample.Size));
    }

    [Fact]
    public void BytesOfAClipThatIsLeftHalfwayAreGivenBack()
    {
        Publisher().Run(90);
        long before = Stream().Memory.Used;
        using HeldUnits held = HeldUnits.Take(Stream(), TimeSpan.FromSeconds(2));
        foreach (MediaBuffer piece in Mp4Clip.Write(held, Stream().Memory))
        {
            piece.Release();
            break;
        }

        Assert.Equal(before, Stream().Memory.Used);
    }

    private byte[][] Write(HeldUnits held)
    {
        List<byte[]> pieces = [];
        foreach (MediaBuffer piece in Mp4Clip.Write(held, Stream().Memory))
        {
            pieces.Add(piece.Span.ToArray());
            piece.Release();
        }

        return [.. pieces];
    }

    private static System.Collections.Immutable.ImmutableArray<SampleInfo> Read(InitSegmentInfo init, byte[] piece)
    {
        Assert.True(FragmentReader.TryRead(init, piece, out FragmentContents? contents, out Mp4Error error), error.ToString());
        return contents.Samples;
    }
}
