using Headrace.Containers.Mp4;
using Headrace.Containers.Mp4.Boxes;
using Headrace.Media.Buffers;

namespace Headrace.Containers.Tests.Mp4.Boxes;

public sealed class BoxRoundTripTests
{
    private delegate bool TryReadBox<T>(ReadOnlySpan<byte> body, out T box);

    private delegate void WriteBox(BoxWriter output);

    [Fact]
    public void MovieHeaderIsReadAsWritten()
    {
        MovieHeaderBox box = new(1000, 0, 7);
        RoundTrips(box, box.Write, MovieHeaderBox.TryRead);
    }

    [Theory]
    [InlineData(1, 1280, 720, false)]
    [InlineData(uint.MaxValue, 0, 0, true)]
    public void TrackHeaderIsReadAsWritten(uint id, uint width, uint height, bool isAudio)
    {
        TrackHeaderBox box = new(id, width << 16, height << 16, isAudio);
        RoundTrips(box, box.Write, TrackHeaderBox.TryRead);
    }

    [Fact]
    public void MediaHeaderIsReadAsWritten()
    {
        MediaHeaderBox box = new(90_000, 0);
        RoundTrips(box, box.Write, MediaHeaderBox.TryRead);
    }

    [Fact]
    public void HandlerIsReadAsWritten()
    {
        HandlerBox box = new(HandlerBox.Sound);
        RoundTrips(box, box.Write, HandlerBox.TryRead);
    }

    [Fact]
    public void TrackDefaultsAreReadAsWritten()
    {
        TrackExtendsBox box = new(3, 1, 3000, 100, SampleFlags.Dependent);
        RoundTrips(box, box.Write, TrackExtendsBox.TryRead);
    }

    [Fact]
    public void FragmentHeaderIsReadAsWritten()
    {
        MovieFragmentHeaderBox box = new(uint.MaxValue);
        RoundTrips(box, box.Write, MovieFragmentHeaderBox.TryRead);
    }

    [Fact]
    public void DecodeTimeKeepsAll64Bits()
    {
        TrackFragmentDecodeTimeBox box = new(0x0123_4567_89AB_CDEF);
        RoundTrips(box, box.Write, TrackFragmentDecodeTimeBox.TryRead);
    }

    [Fact]
    public void ReferenceTimeIsReadAsWritten()
    {
        ProducerReferenceTimeBox box = new(2, 0xEE00_0000_8000_0000, 1L << 40, 24);
        RoundTrips(box, box.Write, ProducerReferenceTimeBox.TryRead);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(31)]
    public void TrackFragmentHeaderIsReadAsWrittenWhateverIsPresent(int present)
    {
        TrackFragmentHeaderBox box = new()
        {
            TrackId = 5,
            BaseDataOffset = (present & 1) != 0 ? 1UL << 40 : null,
            SampleDescription = (present & 2) != 0 ? 2 : null,
            SampleDuration = (present & 4) != 0 ? 1024 : null,
            SampleSize = (present & 8) != 0 ? 300 : null,
            Flags = (present & 16) != 0 ? SampleFlags.Sync : null,
            DefaultBaseIsMoof = present != 31,
        };
        RoundTrips(box, box.Write, TrackFragmentHeaderBox.TryRead);
    }

    [Fact]
    public void BrandsAreReadAsWritten()
    {
        FourCc[] brands = [new("iso6"u8), new("cmfc"u8)];
        byte[] bytes = Write(output => FileTypeBox.Write(output, BoxTypes.Ftyp, brands[0], brands));
        Assert.True(FileTypeBox.TryRead(Single(bytes, out FourCc type), out FileTypeBox box));
        Assert.Equal(BoxTypes.Ftyp, type);
        Assert.Equal(brands[0], box.Major);
        Assert.Equal(2, box.Count);
        Assert.Equal(brands[1], box[1]);
        Assert.True(box.Has(brands[1]));
        Assert.False(box.Has(new FourCc("qt  "u8)));
    }

    [Fact]
    public void HeadersOfVersion1AreReadToo()
    {
        Assert.True(MediaHeaderBox.TryRead(Convert.FromHexString("01000000" + "0000000000000001" + "0000000000000002" + "0000BB80" + "0000000100000000" + "55C40000"), out MediaHeaderBox media));
        Assert.Equal(new MediaHeaderBox(48_000, 1UL << 32), media);
        Assert.True(TrackFragmentDecodeTimeBox.TryRead(Convert.FromHexString("00000000" + "FFFFFFFF"), out TrackFragmentDecodeTimeBox time));
        Assert.Equal(uint.MaxValue, time.BaseDecodeTime);
        byte[] track = new byte[4 + 92];
        track[0] = 1;
        track[4 + 19] = 9;
        track[4 + 32 + 53] = 2;
        Assert.True(TrackHeaderBox.TryRead(track, out TrackHeaderBox header));
        Assert.Equal(new TrackHeaderBox(9, 2 << 16, 0, false), header);
        byte[] movie = new byte[4 + 108];
        movie[0] = 1;
        movie[4 + 19] = 10;
        movie[^1] = 4;
        Assert.True(MovieHeaderBox.TryRead(movie, out MovieHeaderBox head));
        Assert.Equal(new MovieHeaderBox(10, 0, 4), head);
    }

    private static void RoundTrips<T>(T expected, WriteBox write, TryReadBox<T> read)
    {
        ReadOnlySpan<byte> body = Single(Write(write), out _);
        Assert.True(read(body, out T actual));
        Assert.Equal(expected, actual);
        for (int length = 0; length < body.Length; length++)
        {
            // A handler's name may be absent; everything else is needed to the last byte.
            if (typeof(T) == typeof(HandlerBox) && length == body.Length - 1) continue;
            Assert.False(read(body[..length], out _), $"{length} of {body.Length} bytes were taken for a whole box");
        }
    }

    private static byte[] Write(WriteBox write)
    {
        using MediaBufferWriter output = new(new MediaBufferPool());
        write(new BoxWriter(output));
        return output.Written.ToArray();
    }

    private static ReadOnlySpan<byte> Single(byte[] bytes, out FourCc type)
    {
        BoxReader reader = new(bytes);
        Assert.True(reader.TryRead(out Box box));
        Assert.Equal(bytes.Length, box.Size);
        type = box.Type;
        return box.Body;
    }
}
